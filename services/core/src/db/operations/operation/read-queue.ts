import type { MediaKind, TaskKind } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";

export interface QueueCounts {
  readonly queued: number;
  readonly leased: number;
  readonly oldestQueuedAt: Date | null;
  /** Of the last hour. */
  readonly done: number;
  readonly failed: number;
  readonly meanSeconds: number | null;
}

/** A task with what it is about. */
export interface QueuedTask {
  readonly id: string;
  readonly media_id: string;
  readonly kind: TaskKind;
  readonly file_name: string;
  readonly media_kind: MediaKind;
  readonly progress: number;
  readonly attempts: number;
  readonly failures: number;
  readonly failure_message: string | null;
  readonly leased_by: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
}

/** Counts of open and lately ended tasks; each part is served by an index of just these tasks. */
export async function countQueue(db: Database): Promise<QueueCounts> {
  const { rows } = await db.raw<{ rows: [QueueCounts] }>(`
    select
      (select count(*) from task where state = 'queued') as queued,
      (select count(*) from task where state = 'leased') as leased,
      (select min(created_at) from task where state = 'queued') as "oldestQueuedAt",
      (select count(*) from task where state = 'failed' and finished_at > now() - interval '1 hour') as failed,
      lately.done, lately."meanSeconds"
    from (
      select count(*) as done, avg(work_ms)::float / 1000 as "meanSeconds"
      from task where state = 'done' and finished_at > now() - interval '1 hour'
    ) lately`);
  return rows[0];
}

/** Tasks that a worker has, longest first; or those that wait, in the order in which they came. */
export async function listOpenTasks(db: Database, options: { state: "queued" | "leased"; limit: number }): Promise<QueuedTask[]> {
  return db("task")
    .join("media", "media.id", "task.media_id")
    .where("task.state", options.state)
    .orderBy(options.state === "leased" ? "task.started_at" : "task.created_at")
    .orderBy("task.id")
    .limit(options.limit)
    .select(
      "task.id",
      "task.media_id",
      "task.kind",
      "media.file_name",
      "media.kind as media_kind",
      "task.progress",
      "task.attempts",
      "task.failures",
      "task.failure_message",
      "task.leased_by",
      "task.created_at",
      "task.started_at",
    );
}
