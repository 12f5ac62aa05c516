import type { TaskQueue } from "../../../queue/task-queue.ts";
import type { Knex } from "../../open-database.ts";

/** How many rows one transaction holds: ten SQS batches. */
const batchRows = 100;

/**
 * Sends the oldest outbox rows that no other process is sending, and deletes those that the queue accepted.
 * A crash between the two sends a message twice, which the task's lease makes harmless.
 * @returns how many were accepted; fewer than it took means that the queue refused some
 */
export async function sendOutboxBatch(db: Knex, queue: TaskQueue): Promise<{ taken: number; sent: number; reasons: string[] }> {
  return db.transaction(async (trx) => {
    const rows = await trx("outbox").orderBy("id").limit(batchRows).forUpdate().skipLocked();
    if (rows.length === 0) return { taken: 0, sent: 0, reasons: [] };
    const { accepted, rejected } = await queue.send(
      rows.map((row) => ({
        body: { v: 1, taskId: row.task_id, ...(row.traceparent ? { traceparent: row.traceparent } : {}) },
        groupId: row.owner_id,
      })),
    );
    const ids = accepted.flatMap((index) => rows[index]?.id ?? []);
    if (ids.length > 0) await trx("outbox").whereIn("id", ids).delete();
    return { taken: rows.length, sent: ids.length, reasons: rejected.map(({ reason }) => reason) };
  });
}
