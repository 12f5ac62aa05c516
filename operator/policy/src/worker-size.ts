import { bound } from "./numbers.ts";
import { count, type Reason, reason, seconds } from "./reasons.ts";
import type { WorkerSpec } from "./spec.ts";
import { stabilise } from "./stabilise.ts";

export interface SizeInput {
  /** Workers that would meet the drain target now. */
  readonly needed: number;
  /** Workers asked for at present. */
  readonly current: number;
  /** The highest bounded need within `scaleDownDelayMs`, the present one included. */
  readonly highest: number;
  /** Workers that the tasks in flight keep busy. */
  readonly working: number;
  /** Workers that were busy on average lately, as long as there is work: see `usual-load.ts`. */
  readonly usual: number;
  /** An administrator has paused the processing. */
  readonly isWorkPaused: boolean;
  /** Whether it is known which workers are busy: without that none may go. */
  readonly canShrink: boolean;
  readonly spec: WorkerSpec;
}

export interface Size {
  readonly desired: number;
  readonly reasons: readonly Reason[];
}

/**
 * Fewer workers by less than this share are not worth a change (10 %, the HPA's tolerance), except to reach `min`:
 * a noisy queue would otherwise start and stop workers for nothing.
 */
const TOLERANCE = 0.1;

/** Up at once; down late, never below the tasks in flight; always within the bounds, `max` first: it is a limit of cost that people set. */
export function sizeWorkers(input: SizeInput): Size {
  const want = bound(input.needed, input.spec);
  if (want >= input.current) return { desired: want, reasons: [explainWant(input, want)] };
  const kept = shrink(input, want);
  const { max } = input.spec;
  if (kept.desired <= max) return kept;
  return {
    desired: max,
    reasons: [
      reason(
        "MaxBelowInFlight",
        `max is ${max}, less than the ${count(kept.desired, "worker")} that should stay: max wins, tasks are handed back.`,
      ),
    ],
  };
}

function shrink(input: SizeInput, want: number): Size {
  const { current, highest, working, usual, canShrink, spec } = input;
  if (!canShrink) {
    const message = `${count(want, "worker")} would do, but which of the ${current} are busy is not known yet: none goes.`;
    return { desired: current, reasons: [reason("ScaleInWaits", message)] };
  }
  const stable = stabilise(current, want, highest);
  const desired = Math.max(stable, Math.min(current, Math.max(working, usual)));
  if (desired > stable) return { desired, reasons: [explainFloor(stable, desired, working)] };
  if (desired < current && current - desired < current * TOLERANCE && desired > spec.min) {
    const message = `${count(desired, "worker")} would do; ${current} are close enough (within ${TOLERANCE * 100} %).`;
    return { desired: current, reasons: [reason("WithinTolerance", message)] };
  }
  if (desired > want) {
    const message = `${count(want, "worker")} would do now, but ${highest} were needed within the last ${seconds(spec.scaleDownDelayMs)}.`;
    return { desired, reasons: [reason("ScaleDownDelayed", message)] };
  }
  return { desired, reasons: [explainWant(input, want)] };
}

function explainFloor(enough: number, desired: number, working: number): Reason {
  if (working >= desired) return reason("TasksInFlight", `${count(enough, "worker")} would do, but tasks in flight keep ${desired} busy.`);
  return reason("UsualLoad", `${count(enough, "worker")} would do for what waits, but ${desired} were busy on average lately.`);
}

function explainWant({ needed, spec, isWorkPaused }: SizeInput, want: number): Reason {
  if (needed > want) return reason("AtMax", `${needed} workers would meet the drain target, but max is ${spec.max}.`);
  if (needed < want) return reason("AtMin", `${count(needed, "worker")} would do, but min is ${spec.min}.`);
  if (needed === 0) return reason("QueueEmpty", "The queue is empty and nothing is in flight: no worker is needed.");
  if (isWorkPaused)
    return reason("WorkPaused", `Processing is paused: ${count(needed, "worker")} for what runs, or to hear when it goes on.`);
  return reason("MeetsDrainTarget", `${count(needed, "worker")} will drain the backlog within ${seconds(spec.drainTargetMs)}.`);
}
