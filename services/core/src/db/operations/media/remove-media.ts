import type { Database } from "../../open-database.ts";

/** Removes a deleted media's row, and by it all rows of it. Its objects must be gone. */
export async function removeMedia(db: Database, mediaId: string): Promise<void> {
  await db("media").where({ id: mediaId, state: "deleted" }).delete();
}
