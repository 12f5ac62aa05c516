import type { Database } from "../../open-database.ts";
import { asQuotaExceeded, assertUnlimited } from "../account/quota.ts";

export interface NewOriginal {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly fileName: string;
  readonly originalKey: string;
  /**
   * The most that it can have; kept of its owner's quota until it is committed or given up. Undefined: its length is not known.
   * Left out: it is not counted before it is there, as for what lies in the bucket already.
   */
  readonly reservedBytes?: number | undefined;
  /** Left out: now. */
  readonly receivedAt?: Date;
}

/**
 * The row of a file whose first byte is still to come, so that whatever is written for it can be found and removed. In the same
 * statement its owner's quota is seen to have room for it: however many come at once, together they do not pass it.
 * @throws QuotaExceededError, LengthRequiredError
 */
export async function createReceiving(db: Database, original: NewOriginal): Promise<void> {
  const { mediaId, ownerId, fileName, originalKey, receivedAt, reservedBytes } = original;
  if ("reservedBytes" in original && reservedBytes === undefined) await assertUnlimited(db, ownerId);
  await db("media")
    .insert({
      id: mediaId,
      owner_id: ownerId,
      state: "receiving",
      file_name: fileName,
      original_key: originalKey,
      reserved_bytes: reservedBytes ?? 0,
      ...(receivedAt && { created_at: receivedAt, timeline_at: receivedAt }),
    })
    .catch(asQuotaExceeded);
}
