import type { Knex } from "../../open-database.ts";
import { type Commit, commitOriginal, type OriginalFacts } from "../media/commit-original.ts";

/** Commits the original of a resumable upload, and notes with it which media it became. */
export async function commitUpload(db: Knex, facts: OriginalFacts): Promise<Commit> {
  return db.transaction(async (trx) => {
    const commit = await commitOriginal(trx, facts);
    await trx("upload")
      .where({ media_id: facts.mediaId })
      .update({ finished_at: trx.fn.now(), result_media_id: commit.media.id, multipart_id: null, tail_key: null, tail_bytes: 0 });
    await trx("upload_part").where({ media_id: facts.mediaId }).delete();
    return commit;
  });
}
