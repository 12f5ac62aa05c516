import type { Knex } from "../../open-database.ts";
import { addMediaToAlbum } from "../album-item/add-media.ts";
import { type Commit, commitOriginal, MediaGoneError, type OriginalFacts } from "../media/commit-original.ts";

/**
 * Commits the original of a resumable upload, and notes with it which media it became. One that a visitor sent goes into the album, which
 * is why this is the upload's matter, not the request's: after a crash a sweep ends it.
 * @throws MediaGoneError where the album that it was for is gone
 */
export async function commitUpload(db: Knex, facts: OriginalFacts): Promise<Commit> {
  return db.transaction(async (trx) => {
    const commit = await commitOriginal(trx, facts);
    const [upload] = await trx("upload")
      .where({ media_id: facts.mediaId })
      .update({ finished_at: trx.fn.now(), result_media_id: commit.media.id, multipart_id: null, tail_key: null, tail_bytes: 0 })
      .returning("share_link_id");
    await trx("upload_part").where({ media_id: facts.mediaId }).delete();
    if (upload?.share_link_id) await addByLink(trx, commit.media, upload.share_link_id);
    return commit;
  });
}

async function addByLink(trx: Knex.Transaction, media: Commit["media"], shareLinkId: string): Promise<void> {
  const link = await trx("share_link").where({ id: shareLinkId }).first("album_id");
  if (!link?.album_id) throw new MediaGoneError("The album that the file was sent to is gone.");
  await addMediaToAlbum(trx, { albumId: link.album_id, ownerId: media.owner_id, mediaIds: [media.id], shareLinkId });
}
