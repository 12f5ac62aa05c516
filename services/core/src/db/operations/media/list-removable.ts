import type { Database } from "../../open-database.ts";

/** Deleted media whose objects can go: no worker may still be writing any. */
export async function listRemovableMedia(db: Database, limit: number): Promise<{ id: string; original_key: string }[]> {
  return db("media")
    .where({ state: "deleted" })
    .whereNotExists((open) => open.select(db.raw("1")).from("task").whereRaw("task.media_id = media.id and lease_expires_at > now()"))
    .orderBy("updated_at")
    .limit(limit)
    .select("id", "original_key");
}
