import type { TaskKind } from "@mediashare/contract";
import type { Lease, MediaRow, TaskRow } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";

/** What a task's handler has to work with. */
export interface TaskContext {
  readonly task: TaskRow;
  /** As it was when the task was leased. */
  readonly media: MediaRow;
  readonly lease: Lease;
  /** Aborts when the task must be let go: the lease is lost, or the process ends. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** For the tasks that this one creates. */
  readonly traceparent: string;
  /** 0 to 1. */
  readonly reportProgress: (share: number) => void;
}

/** Does a task and completes it: all its effects, the last one included, are conditional on the lease. */
export type TaskHandler = (context: TaskContext) => Promise<void>;

export type TaskHandlers = Readonly<Record<TaskKind, TaskHandler>>;
