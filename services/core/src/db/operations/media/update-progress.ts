import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";

/** Sets a media's progress from its tasks' and tells of it, if it has grown by a percent. It never goes back within a generation. */
export async function updateProgress(db: Database, mediaId: string, generation: number): Promise<void> {
  const { rows } = await db.raw<{ rows: { id: string; owner_id: string }[] }>(
    `update media set progress = made.share, updated_at = now()
     from (
       select coalesce(sum(weight * case state when 'done' then 1 else progress end) / nullif(sum(weight), 0), 0) as share
       from task where media_id = :mediaId and generation = :generation
     ) made
     where id = :mediaId and generation = :generation and state = 'processing' and made.share >= progress + 0.01
     returning id, owner_id`,
    { mediaId, generation },
  );
  const [media] = rows;
  if (media) await notifyMedia(db, media);
}
