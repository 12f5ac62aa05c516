import { roundUp } from "./numbers.ts";
import type { QueueCounts } from "./observation.ts";
import { type Known, orNull } from "./readings.ts";
import type { WorkerSpec } from "./spec.ts";

/** The work that is there, in seconds of processing on one slot, and the workers it needs. */
export interface Workload {
  readonly backlogSeconds: number;
  readonly neededWorkers: number;
}

/**
 * backlog = visible × mean + in flight × mean. How far a task in flight has come is not known; for task times without memory what
 * remains of one is again the mean, and counting it in full errs on the side of more workers.
 *
 * workers = backlog ÷ (drain target × concurrency), rounded up, but no more slots than tasks: a task runs on one slot, more would idle.
 * From zero at the first message and to zero when empty follow: any task needs one worker, none needs none.
 *
 * Under a steady load this settles where a task waits and runs for the drain target altogether (Little's law: backlog = rate × time).
 */
export function workload(queue: QueueCounts, meanTaskSeconds: number, spec: WorkerSpec): Workload {
  const tasks = queue.visible + queue.inFlight;
  if (tasks === 0) return { backlogSeconds: 0, neededWorkers: 0 };
  const backlogSeconds = tasks * meanTaskSeconds;
  const toDrain = roundUp((backlogSeconds * 1000) / (spec.drainTargetMs * spec.concurrency));
  return { backlogSeconds, neededWorkers: Math.min(Math.max(toDrain, 1), roundUp(tasks / spec.concurrency)) };
}

/**
 * The same while an administrator has paused the processing: what waits needs nobody, what runs needs those that run it. One worker
 * stays as long as there is work, as only workers tell when the pause is over.
 */
export function pausedWorkload(queue: QueueCounts, meanTaskSeconds: number, spec: WorkerSpec): Workload {
  const { backlogSeconds, neededWorkers } = workload(queue, meanTaskSeconds, spec);
  return { backlogSeconds, neededWorkers: Math.min(neededWorkers, Math.max(1, roundUp(queue.inFlight / spec.concurrency))) };
}

export interface MeanTaskSeconds {
  readonly seconds: number;
  readonly from: "measured" | "remembered" | "default";
}

/** While no worker runs, no worker reports: then the last measurement stands, and before the first one the default. */
export function meanTaskSeconds(measured: Known<number>, remembered: number | null, spec: WorkerSpec): MeanTaskSeconds {
  const value = orNull(measured);
  if (value !== null) return { seconds: value, from: "measured" };
  return remembered === null ? { seconds: spec.defaultTaskSeconds, from: "default" } : { seconds: remembered, from: "remembered" };
}
