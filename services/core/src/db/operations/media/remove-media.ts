import type { Database } from "../../open-database.ts";

/** Removes a deleted media's row, and by it all rows of it. Its objects must be gone. */
export async function removeMedia(db: Database, mediaId: string): Promise<void> {
  await db("media_alike").where({ media_id: mediaId }).orWhere({ other_id: mediaId }).delete();
  await db("media").where({ id: mediaId, state: "deleted" }).delete();
}
