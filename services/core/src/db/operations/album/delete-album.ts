import type { Database } from "../../open-database.ts";

/** Removes an album with all that is about it, links included; the media stay with their owners. */
export async function deleteAlbum(db: Database, albumId: string): Promise<void> {
  await db("album").where({ id: albumId }).delete();
}
