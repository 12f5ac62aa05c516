import type { Knex } from "../../open-database.ts";
import { createReceiving, type NewOriginal } from "../media/create-receiving.ts";

export interface NewUpload extends NewOriginal {
  /** Null while the client has not said it. */
  readonly lengthBytes: number | null;
  readonly metadata: Readonly<Record<string, string | null>>;
  readonly partSizeBytes: number;
  readonly expiryMs: number;
  /** The link by which a visitor sends it. */
  readonly shareLinkId: string | null;
}

/** A resumable upload and its media's `receiving` row. */
export async function createUpload(db: Knex, upload: NewUpload): Promise<void> {
  await db.transaction(async (trx) => {
    await createReceiving(trx, { ...upload, reservedBytes: upload.lengthBytes ?? undefined });
    await trx("upload").insert({
      media_id: upload.mediaId,
      owner_id: upload.ownerId,
      length_bytes: upload.lengthBytes,
      metadata: JSON.stringify(upload.metadata) as never,
      part_size_bytes: upload.partSizeBytes,
      share_link_id: upload.shareLinkId,
      expires_at: trx.raw("now() + ? * interval '1 millisecond'", [upload.expiryMs]),
    });
  });
}
