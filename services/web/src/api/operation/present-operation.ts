import { faultsOfTheFile } from "@mediashare/contract";
import type { FailureGroup, QueueCounts, QueuedTask, StorageSummaryRow, WorkPauseRow } from "@mediashare/core";
import type { FailureGroups, QueueState, QueueTask, StorageSummary } from "./schema.ts";

export interface QueueReading {
  readonly counts: QueueCounts;
  readonly pause: WorkPauseRow | undefined;
  readonly running: readonly QueuedTask[];
  readonly waiting: readonly QueuedTask[];
}

export function presentQueue({ counts, pause, running, waiting }: QueueReading): QueueState {
  const { queued, leased, oldestQueuedAt, done, failed, meanSeconds } = counts;
  return {
    pausedAt: pause?.paused_at.toISOString() ?? null,
    queued,
    running: leased,
    oldestQueuedAt: oldestQueuedAt?.toISOString() ?? null,
    lastHour: { done, failed, meanSeconds },
    runningTasks: running.map(presentTask),
    waitingTasks: waiting.map(presentTask),
  };
}

function presentTask(task: QueuedTask): QueueTask {
  return {
    id: task.id,
    mediaId: task.media_id,
    kind: task.kind,
    fileName: task.file_name,
    mediaKind: task.media_kind,
    // Sums of single precision may end a hair above.
    progress: Math.min(1, task.progress),
    attempts: task.attempts,
    failures: task.failures,
    lastFailure: task.failure_message,
    worker: task.leased_by,
    createdAt: task.created_at.toISOString(),
    startedAt: task.started_at?.toISOString() ?? null,
  };
}

export function presentFailures(groups: readonly FailureGroup[]): FailureGroups {
  return {
    items: groups.map(({ code, count, latestAt, message }) => ({
      code,
      count,
      latestAt: latestAt.toISOString(),
      message,
      retryable: !faultsOfTheFile.has(code),
    })),
  };
}

export function presentStorage(rows: readonly StorageSummaryRow[]): StorageSummary {
  return {
    summedAt: rows[0]?.summed_at.toISOString() ?? null,
    items: rows.map(({ area, kind, objects, size_bytes: sizeBytes }) => ({ area, kind, objects, sizeBytes })),
  };
}
