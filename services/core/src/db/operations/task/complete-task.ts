import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

/** Marks a leased task as done. Call it inside `withLease`, together with the task's other effects. */
export async function completeTask(trx: Knex.Transaction, task: TaskRow): Promise<void> {
  await trx("task")
    .where({ id: task.id })
    .update({
      state: "done",
      progress: 1,
      lease_expires_at: null,
      finished_at: trx.fn.now(),
      work_ms: trx.raw("extract(epoch from clock_timestamp() - started_at) * 1000"),
      failure_code: null,
      failure_message: null,
    });
}
