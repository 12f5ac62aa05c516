import type { Action, WorkersDecision } from "./decision.ts";
import type { Memory } from "./memory.ts";
import { bound } from "./numbers.ts";
import type { WorkerObservation, WorkersState } from "./observation.ts";
import { askedAt, isChange } from "./present-size.ts";
import { count, type Reason, reason, seconds } from "./reasons.ts";
import { removalOrder } from "./removal-order.ts";
import type { WorkerSpec } from "./spec.ts";
import { highestDesire, rememberDesire } from "./stabilise.ts";
import type { EpochMs } from "./time.ts";
import { rememberWorking, usualWorkers } from "./usual-load.ts";
import { readWorkers, type WorkersRead } from "./worker-readings.ts";
import { type Size, sizeWorkers } from "./worker-size.ts";
import type { MeanTaskSeconds } from "./workload.ts";

export interface WorkersOutcome {
  readonly decision: WorkersDecision;
  readonly actions: readonly Action[];
  readonly memory: Pick<Memory, "meanTaskSeconds" | "workers" | "usuallyWorking" | "isWorkPaused">;
  /** What each worker does, if that is known. */
  readonly workers: WorkersState | null;
  /** What is needed is not known: nothing may go, no node either. */
  readonly isHeld: boolean;
}

/** How many workers, and which of them go first. */
export function decideWorkers(observation: WorkerObservation, spec: WorkerSpec, memory: Memory, now: EpochMs): WorkersOutcome {
  const read = readWorkers(observation, spec, memory, now);
  const past = memory.workers;
  const want = wantedWorkers(read, spec, past.desired);
  const current = read.size.current ?? spec.min;
  const desires = want === null ? past.desires : rememberDesire(past, want, current, spec.scaleDownDelayMs, now);
  const highest = want === null ? null : highestDesire(desires, want, spec.scaleDownDelayMs, now);
  const usuallyWorking = rememberWorking(memory, read.queue && read.working, now);
  const waiting = read.isWorkPaused ? 0 : (read.queue?.visible ?? 0);
  const usual = usualWorkers(usuallyWorking, waiting + (read.queue?.inFlight ?? 0));
  const { desired, reasons } = decideSize(read, spec, want, current, highest, usual);
  const actions = scaleTo(desired, read, past.desired, goingNodes(observation));
  const isAsking = spec.mode === "Auto" && actions.length > 0;
  return {
    decision: {
      mode: spec.mode,
      desired,
      reasons: [...reasons, ...explainContext(read.mean, spec)],
      inputs: inputsOf(read, spec, highest),
    },
    actions,
    memory: {
      meanTaskSeconds: read.mean.from === "default" ? null : read.mean.seconds,
      workers: { desired, decidedAtMs: now, askedAtMs: askedAt(isAsking, desired, past, now), desires },
      usuallyWorking,
      isWorkPaused: read.isWorkPaused,
    },
    workers: read.size.isOutrun ? null : read.workers,
    isHeld: spec.mode === "Paused" || read.load === null,
  };
}

/** The bounded need; where it is unknown, the last decision, or what is there if that is more; paused, what is there. */
function wantedWorkers(read: WorkersRead, spec: WorkerSpec, lastDesired: number | null): number | null {
  if (spec.mode === "Paused") return read.size.current;
  if (read.load) return bound(read.load.neededWorkers, spec);
  if (lastDesired === null && read.size.current === null) return null;
  return bound(Math.max(lastDesired ?? 0, read.size.current ?? 0), spec);
}

interface Held {
  readonly desired: number | null;
  readonly reasons: readonly Reason[];
}

function decideSize(
  read: WorkersRead,
  spec: WorkerSpec,
  want: number | null,
  current: number,
  highest: number | null,
  usual: number,
): Size | Held {
  if (spec.mode === "Paused") return { desired: want, reasons: [] };
  if (read.load === null) return { desired: want, reasons: [explainHold(read, want)] };
  const size = sizeWorkers({
    needed: read.load.neededWorkers,
    current,
    highest: highest ?? current,
    working: read.working,
    usual,
    isWorkPaused: read.isWorkPaused,
    canShrink: read.workers !== null && !read.size.isOutrun,
    spec,
  });
  if (read.workers !== null) return size;
  return {
    ...size,
    reasons: [...size.reasons, reason("WorkersUnknown", "How many workers there are is not known: nothing is changed until it is.")],
  };
}

function scaleTo(
  desired: number | null,
  { workers, size }: WorkersRead,
  lastDesired: number | null,
  going: ReadonlySet<string>,
): readonly Action[] {
  if (workers === null || !isChange(desired, size, lastDesired)) return [];
  return [{ type: "scaleWorkers", from: workers.asked, to: desired, removeFirst: removalOrder(workers, desired, going) }];
}

/** The nodes that are cordoned or being taken away. */
function goingNodes({ nodeGroups = {} }: WorkerObservation): ReadonlySet<string> {
  const nodes = Object.values(nodeGroups).flatMap((reading) => reading?.value.nodes ?? []);
  return new Set(nodes.filter(({ state, cordoned }) => cordoned || state === "leaving").map(({ name }) => name));
}

function explainHold({ queueUnknown }: WorkersRead, held: number | null): Reason {
  const why = `The reading of the queue is ${queueUnknown ?? "missing"}.`;
  if (held === null) return reason("NothingKnown", `${why} Nothing was decided before either: nothing is changed.`);
  return reason("QueueUnknown", `${why} Unknown is not empty: the last decision, ${count(held, "worker")}, holds.`);
}

function explainContext(mean: MeanTaskSeconds, spec: WorkerSpec): readonly Reason[] {
  if (spec.mode === "Paused") return [reason("Paused", "Scaling is paused: nothing is changed.")];
  const reasons: Reason[] = [];
  const duration = seconds(mean.seconds * 1000);
  if (mean.from === "remembered")
    reasons.push(reason("MeanTaskSecondsRemembered", `No worker reports: the last known mean of ${duration} a task is used.`));
  if (mean.from === "default") reasons.push(reason("MeanTaskSecondsDefault", `No task was measured yet: ${duration} a task is assumed.`));
  if (spec.mode === "Observe") reasons.push(reason("Observing", "Mode Observe: this is decided and explained, but not done."));
  return reasons;
}

function inputsOf(read: WorkersRead, spec: WorkerSpec, highest: number | null): WorkersDecision["inputs"] {
  return {
    visible: read.queue?.visible ?? null,
    inFlight: read.queue?.inFlight ?? null,
    meanTaskSeconds: read.mean.seconds,
    meanTaskSecondsFrom: read.mean.from,
    backlogSeconds: read.load?.backlogSeconds ?? null,
    drainTargetMs: spec.drainTargetMs,
    concurrency: spec.concurrency,
    needed: read.load?.neededWorkers ?? null,
    highestLately: highest,
    asked: read.workers?.asked ?? null,
    busy: read.busy,
  };
}
