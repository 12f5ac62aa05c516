import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import { onlyShown } from "./shown-media.ts";

/** What can be said of many media at once; what is left out stays as it is. */
export interface ManyMediaChanges {
  readonly trashed?: boolean;
  readonly favourite?: boolean;
}

/** The moving part of a live photo goes with it. @returns how many of these media the owner has */
export async function updateManyMedia(
  db: Database,
  media: { ids: readonly string[]; ownerId: string },
  { trashed, favourite }: ManyMediaChanges,
): Promise<number> {
  return db.transaction(async (trx) => {
    // Locked in order of their ids: two such calls wait for each other instead of dead-locking.
    const rows: { id: string; owner_id: string }[] = await trx("media")
      .where((which) => which.whereIn("id", media.ids).orWhereIn("live_of", media.ids))
      .where({ owner_id: media.ownerId })
      .modify(onlyShown)
      .orderBy("id")
      .forUpdate()
      .select("id", "owner_id");
    if (rows.length === 0) return 0;
    await trx("media")
      .whereIn(
        "id",
        rows.map(({ id }) => id),
      )
      .update({
        ...(trashed === undefined ? {} : { trashed_at: trashed ? trx.raw("coalesce(trashed_at, now())") : null }),
        ...(favourite === undefined ? {} : { favourite }),
        updated_at: trx.fn.now(),
      });
    for (const row of rows) await notifyMedia(trx, row);
    const asked = new Set(media.ids);
    return rows.filter(({ id }) => asked.has(id)).length;
  });
}
