import type { Database } from "../../open-database.ts";

export interface NewOriginal {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly fileName: string;
  readonly originalKey: string;
  /** Left out: now. */
  readonly receivedAt?: Date;
}

/** The row of a file whose first byte is still to come, so that whatever is written for it can be found and removed. */
export async function createReceiving(db: Database, { mediaId, ownerId, fileName, originalKey, receivedAt }: NewOriginal): Promise<void> {
  await db("media").insert({
    id: mediaId,
    owner_id: ownerId,
    state: "receiving",
    file_name: fileName,
    original_key: originalKey,
    ...(receivedAt && { created_at: receivedAt, timeline_at: receivedAt }),
  });
}
