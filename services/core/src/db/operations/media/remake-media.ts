import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";
import { startNextRun } from "./start-next-run.ts";

/**
 * Has everything made again that was made of a media, from its original: for outputs that are lost.
 * @returns false where the media is no longer what it was: another run has begun, or it was deleted
 */
export async function remakeMedia(db: Database, { id, generation }: Pick<MediaRow, "id" | "generation">): Promise<boolean> {
  return db.transaction(async (trx) => {
    const media = await trx("media").where({ id, generation, state: "ready" }).forUpdate().first();
    if (!media) return false;
    await startNextRun(trx, media, undefined);
    await notifyMedia(trx, media);
    return true;
  });
}
