import { randomUUID } from "node:crypto";
import { orderKeyBetween } from "../../../albums/order-key.ts";
import type { Database } from "../../open-database.ts";
import type { AlbumItemRow } from "../../rows.ts";
import { gapBefore, lockAlbum } from "./lock-album.ts";

export interface NewText {
  readonly albumId: string;
  readonly authorId: string;
  readonly kind: "section" | "note";
  readonly text: string;
  /** Null: at the end. */
  readonly beforeItemId: string | null;
}

/** Puts a heading or a note between the items of an album. */
export async function addTextToAlbum(db: Database, request: NewText): Promise<AlbumItemRow> {
  return db.transaction(async (trx) => {
    await lockAlbum(trx, request.albumId);
    const gap = await gapBefore(trx, request);
    const [item] = await trx("album_item")
      .insert({
        id: randomUUID(),
        album_id: request.albumId,
        order_key: orderKeyBetween(gap.after, gap.before),
        kind: request.kind,
        text: request.text,
        added_by: request.authorId,
      })
      .returning("*");
    return item as AlbumItemRow;
  });
}

/** @returns undefined when the album has no such text */
export async function editAlbumText(
  db: Database,
  request: { albumId: string; itemId: string; text: string },
): Promise<AlbumItemRow | undefined> {
  const [item] = await db("album_item")
    .where({ id: request.itemId, album_id: request.albumId })
    .whereNot({ kind: "media" })
    .update({ text: request.text })
    .returning("*");
  return item;
}
