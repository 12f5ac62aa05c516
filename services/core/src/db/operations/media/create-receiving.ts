import type { Database } from "../../open-database.ts";

export interface NewOriginal {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly fileName: string;
  readonly originalKey: string;
}

/** The row of a file whose first byte is still to come, so that whatever is written for it can be found and removed. */
export async function createReceiving(db: Database, original: NewOriginal): Promise<void> {
  await db("media").insert({
    id: original.mediaId,
    owner_id: original.ownerId,
    state: "receiving",
    file_name: original.fileName,
    original_key: original.originalKey,
  });
}
