import type { Knex } from "../../open-database.ts";
import { failMedia } from "../task/fail-media.ts";

/** The failure of what an administrator took out of the queue. */
export const clearedCode = "cancelled";
const message = "An administrator took it out of the queue before it was processed. Try again to have it processed.";

/**
 * Takes media out of the queue that no worker has begun with: those whose first task waits and was never taken. They end as failed, with
 * their originals kept, so that each can be tried again; what is under way is left alone.
 * @returns how many were cleared; fewer than `limit` means that no more were waiting
 */
export async function clearWaiting(db: Knex, limit: number): Promise<number> {
  return db.transaction(async (trx) => {
    // The media's row first, as everything that touches several rows of one media does.
    const waiting = await trx("media")
      .whereIn(
        "id",
        trx("task").where({ state: "queued", kind: "process", attempts: 0 }).orderBy("created_at").limit(limit).select("media_id"),
      )
      .orderBy("id")
      .forUpdate()
      .skipLocked()
      .select("id");
    const tasks = await trx("task")
      .whereIn(
        "media_id",
        waiting.map(({ id }) => id),
      )
      .where({ state: "queued", kind: "process", attempts: 0 })
      .forUpdate();
    for (const task of tasks) await failMedia(trx, task, { code: clearedCode, message });
    return tasks.length;
  });
}
