import type { Memory } from "./memory.ts";
import { isAmount, roundUp } from "./numbers.ts";
import type { QueueCounts, WorkerMember, WorkerObservation, WorkersState } from "./observation.ts";
import { type PresentSize, presentSize } from "./present-size.ts";
import { known, orNull, STALE_AFTER_MS } from "./readings.ts";
import type { WorkerSpec } from "./spec.ts";
import type { EpochMs } from "./time.ts";
import { type MeanTaskSeconds, meanTaskSeconds, pausedWorkload, type Workload, workload } from "./workload.ts";

/** What is known about the processing fleet at this tick. */
export interface WorkersRead {
  readonly queue: QueueCounts | null;
  /** Why the queue is `null`. */
  readonly queueUnknown?: string;
  readonly mean: MeanTaskSeconds;
  readonly load: Workload | null;
  /** An administrator has paused the processing, as far as workers have told. */
  readonly isWorkPaused: boolean;
  readonly workers: WorkersState | null;
  readonly size: PresentSize;
  readonly busy: number | null;
  /** Workers that must stay while scaling down: those with tasks in flight by the queue, or busy by their own word, if more. */
  readonly working: number;
}

export function readWorkers(observation: WorkerObservation, spec: WorkerSpec, memory: Memory, now: EpochMs): WorkersRead {
  const queueReading = known(
    observation.queue,
    now,
    STALE_AFTER_MS.queue,
    ({ visible, inFlight }) => isAmount(visible) && isAmount(inFlight),
  );
  const meanReading = known(observation.meanTaskSeconds, now, STALE_AFTER_MS.metric, (value) => isAmount(value) && value > 0);
  const queue = orNull(queueReading);
  const mean = meanTaskSeconds(meanReading, memory.meanTaskSeconds, spec);
  const workers = orNull(known(observation.workers, now, STALE_AFTER_MS.workers, ({ asked }) => isAmount(asked)));
  const busy = workers?.members.filter(({ state }) => state === "busy" || state === "unknown").length ?? null;
  const isWorkPaused = sayPaused(workers?.members ?? []) ?? memory.isWorkPaused ?? false;
  return {
    queue,
    ...("unknown" in queueReading && { queueUnknown: queueReading.unknown }),
    mean,
    load: queue && (isWorkPaused ? pausedWorkload : workload)(queue, mean.seconds, spec),
    isWorkPaused,
    workers,
    size: presentSize(workers?.asked ?? null, observation.workers?.takenAtMs, memory.workers),
    busy,
    working: Math.max(busy ?? 0, queue ? roundUp(queue.inFlight / spec.concurrency) : 0),
  };
}

/** Undefined while nobody has answered. */
function sayPaused(members: readonly WorkerMember[]): boolean | undefined {
  const answers = members.filter(({ state }) => state === "idle" || state === "busy");
  return answers.length === 0 ? undefined : answers.some(({ isPaused }) => isPaused);
}
