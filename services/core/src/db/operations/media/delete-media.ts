import { notifyMedia } from "../../notify-media.ts";
import type { Database, Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";
import { revokeLinks } from "../share-link/revoke-links.ts";
import { onlyShown } from "./shown-media.ts";

/**
 * Deletes media of an owner for good: takes them out of everybody's sight, ends the links to them, and cancels what is being made of
 * them. A sweep removes their objects and rows. The moving part of a live photo goes with it.
 * @returns how many there were
 */
export async function deleteMedia(db: Database, media: { ids: readonly string[]; ownerId: string }): Promise<number> {
  return db.transaction(async (trx) => {
    const rows: MediaRow[] = await trx("media")
      .where((which) => which.whereIn("id", media.ids).orWhereIn("live_of", media.ids))
      .where({ owner_id: media.ownerId })
      .modify(onlyShown)
      .orderBy("id")
      .forUpdate();
    await deleteRows(trx, rows);
    const asked = new Set(media.ids);
    return rows.filter(({ id }) => asked.has(id)).length;
  });
}

/** Deletes for good what lies in the trash: all of an owner's, or what has been there for longer than this. At most `limit` at once. */
export async function deleteTrashed(
  db: Database,
  which: { readonly ownerId: string; readonly limit: number } | { readonly olderThanMs: number; readonly limit: number },
): Promise<number> {
  return db.transaction(async (trx) => {
    const query = trx("media").whereNotNull("trashed_at").whereNot({ state: "deleted" }).limit(which.limit).forUpdate().skipLocked();
    if ("ownerId" in which) query.where({ owner_id: which.ownerId }).orderBy("id");
    else query.whereRaw("trashed_at < now() - ? * interval '1 millisecond'", [which.olderThanMs]).orderBy("trashed_at");
    const rows = await query;
    await deleteRows(trx, rows);
    return rows.length;
  });
}

/** The rows are locked. */
async function deleteRows(trx: Knex.Transaction, rows: readonly MediaRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await trx("media").whereIn("id", ids).update({ state: "deleted", updated_at: trx.fn.now() });
  await trx("task")
    .whereIn("media_id", ids)
    .whereIn("state", ["queued", "leased"])
    .update({ state: "cancelled", finished_at: trx.fn.now() });
  await revokeLinks(trx, (links) => links.whereIn("media_id", ids));
  for (const row of rows) await notifyMedia(trx, row);
}
