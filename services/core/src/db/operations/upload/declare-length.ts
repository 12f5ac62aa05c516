import type { Knex } from "../../open-database.ts";
import { reserveBytes } from "../account/quota.ts";

/** Sets the length of an upload that was begun without one. @throws QuotaExceededError */
export async function declareUploadLength(db: Knex, mediaId: string, lengthBytes: number): Promise<void> {
  await db.transaction(async (trx) => {
    const declared = await trx("upload").where({ media_id: mediaId, length_bytes: null }).update({ length_bytes: lengthBytes });
    if (declared > 0) await reserveBytes(trx, mediaId, lengthBytes);
  });
}
