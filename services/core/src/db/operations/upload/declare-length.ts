import type { Database } from "../../open-database.ts";

/** Sets the length of an upload that was begun without one. */
export async function declareUploadLength(db: Database, mediaId: string, lengthBytes: number): Promise<void> {
  await db("upload").where({ media_id: mediaId, length_bytes: null }).update({ length_bytes: lengthBytes });
}
