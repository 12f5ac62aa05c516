import type { Database } from "../../open-database.ts";

/**
 * Gives up a file that was being received. The row stays as `deleted` until its object is gone too (`removeMedia`), which the
 * sweep of deleted media sees to where the caller does not live to do it.
 * @returns false when it was committed, or given up, already
 */
export async function discardReceiving(db: Database, mediaId: string): Promise<boolean> {
  const changed = await db("media").where({ id: mediaId, state: "receiving" }).update({ state: "deleted", updated_at: db.fn.now() });
  return changed > 0;
}

/** Gives up all files that no process has said to be receiving for this long; those of resumable uploads have their own expiry. */
export async function discardAbandoned(db: Database, silentMs: number): Promise<number> {
  return db("media")
    .where({ state: "receiving" })
    .whereRaw("updated_at < now() - ? * interval '1 millisecond'", [silentMs])
    .whereNotExists((upload) => upload.select(db.raw("1")).from("upload").whereRaw("upload.media_id = media.id"))
    .update({ state: "deleted", updated_at: db.fn.now() });
}
