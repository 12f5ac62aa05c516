import { orderKeysBetween } from "../../../albums/order-key.ts";
import type { Database } from "../../open-database.ts";
import { gapBefore, lockAlbum } from "./lock-album.ts";

export interface MoveRequest {
  readonly albumId: string;
  readonly itemIds: readonly string[];
  /** None of those that are moved; null: to the end. */
  readonly beforeItemId: string | null;
}

/** Puts items together before another, in the order given. @returns how many were moved: those that the album has */
export async function moveAlbumItems(db: Database, request: MoveRequest): Promise<number> {
  const { albumId } = request;
  return db.transaction(async (trx) => {
    await lockAlbum(trx, albumId);
    const found = await trx("album_item").where({ album_id: albumId }).whereIn("id", request.itemIds).select("id");
    const known = new Set(found.map(({ id }) => id));
    const ids = [...new Set(request.itemIds)].filter((id) => known.has(id));
    const gap = await gapBefore(trx, { albumId, beforeItemId: request.beforeItemId, without: ids });
    const keys = orderKeysBetween(gap.after, gap.before, ids.length);
    // All out of the way first: a key that one gives up may be what another gets.
    await trx("album_item")
      .whereIn("id", ids)
      .update({ order_key: trx.raw("'~' || id::text") as never });
    for (const [index, id] of ids.entries())
      await trx("album_item")
        .where({ id })
        .update({ order_key: keys[index] as string });
    return ids.length;
  });
}
