import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";
import type { Failure } from "./fail-media.ts";

/** Gives a task back after a fault that may pass, with the fault on record. Its message comes again when it becomes visible. */
export async function postponeTask(trx: Knex.Transaction, task: TaskRow, failure: Failure): Promise<void> {
  await trx("task")
    .where({ id: task.id })
    .update({
      state: "queued",
      leased_by: null,
      lease_expires_at: null,
      failures: task.failures + 1,
      failure_code: failure.code,
      failure_message: failure.message,
    });
}
