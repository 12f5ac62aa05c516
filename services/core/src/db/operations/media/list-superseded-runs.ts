import type { Database } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

/** One run of processing over a media. */
export type Run = Pick<TaskRow, "media_id" | "generation">;

/** Runs that a retry has put another in the place of, and that left something: no worker may still be writing for them. */
export async function listSupersededRuns(db: Database, limit: number): Promise<Run[]> {
  return db("media")
    .join("task", "task.media_id", "media.id")
    .where("media.generation", ">", 1)
    .whereNot("media.state", "deleted")
    .whereRaw("task.generation < media.generation")
    .groupBy("task.media_id", "task.generation")
    .havingRaw("coalesce(max(task.lease_expires_at) < now(), true)")
    .limit(limit)
    .select("task.media_id", "task.generation");
}
