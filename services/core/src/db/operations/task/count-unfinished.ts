import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

/** How many tasks of this generation, `task` aside, are not done. Inside `withLease`, of tasks that finish at the same time one sees 0. */
export async function countOthersUnfinished(trx: Knex.Transaction, task: TaskRow): Promise<number> {
  const [row] = await trx("task")
    .where({ media_id: task.media_id, generation: task.generation })
    .whereNot({ id: task.id })
    .whereNot({ state: "done" })
    .count<{ count: number }[]>();
  return Number(row?.count ?? 0);
}
