import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";

/**
 * Takes a media out of its owner's sight, and cancels what is being made of it. A sweep removes its objects and rows.
 * @returns false when the owner has no such media
 */
export async function deleteMedia(db: Database, media: { id: string; ownerId: string }): Promise<boolean> {
  return db.transaction(async (trx) => {
    const [row] = await trx("media")
      .where({ id: media.id, owner_id: media.ownerId })
      .whereRaw("state not in ('receiving', 'deleted')")
      .update({ state: "deleted", updated_at: trx.fn.now() })
      .returning(["id", "owner_id"]);
    if (!row) return false;
    await trx("task")
      .where({ media_id: row.id })
      .whereIn("state", ["queued", "leased"])
      .update({ state: "cancelled", finished_at: trx.fn.now() });
    await notifyMedia(trx, row);
    return true;
  });
}
