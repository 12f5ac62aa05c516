import type { Knex } from "../../open-database.ts";
import { discardReceiving } from "../media/discard-receiving.ts";

/**
 * Removes an upload's rows, and gives up its media where it has not become one. What it has in the store must be gone, but for
 * the original.
 * @returns whether the media was given up, so that its original and row are to be removed
 */
export async function removeUpload(db: Knex, mediaId: string): Promise<boolean> {
  return db.transaction(async (trx) => {
    await trx("upload").where({ media_id: mediaId }).delete();
    return discardReceiving(trx, mediaId);
  });
}
