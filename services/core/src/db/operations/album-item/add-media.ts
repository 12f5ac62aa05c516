import { randomUUID } from "node:crypto";
import { orderKeysBetween } from "../../../albums/order-key.ts";
import type { Database } from "../../open-database.ts";
import type { AlbumItemRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";
import { lastOrderKey, lockAlbum } from "./lock-album.ts";
import { shownInAlbums } from "./shown-in-albums.ts";

export interface AddMediaRequest {
  readonly albumId: string;
  /** Whose media they are; those of others are left out. */
  readonly ownerId: string;
  readonly mediaIds: readonly string[];
  /** The link by which they came, where nobody who is signed in brought them. */
  readonly shareLinkId?: string;
}

/** Puts media of one owner at the end of an album, in the order given. What is there already stays where it is. */
export async function addMediaToAlbum(db: Database, request: AddMediaRequest): Promise<AlbumItemRow[]> {
  const { albumId, ownerId, shareLinkId = null } = request;
  return db.transaction(async (trx) => {
    await lockAlbum(trx, albumId);
    const addable = await trx("media")
      .whereIn("media.id", request.mediaIds)
      .where("media.owner_id", ownerId)
      .whereRaw(shownInAlbums)
      .whereNotExists((there) =>
        there.from("album_item").whereRaw("album_item.media_id = media.id and album_id = ?", [albumId]).select(trx.raw("1")),
      )
      .select<{ id: string }[]>("media.id");
    const known = new Set(addable.map(({ id }) => id));
    const ids = [...new Set(request.mediaIds)].filter((id) => known.has(id));
    if (ids.length === 0) return [];
    const keys = orderKeysBetween(await lastOrderKey(trx, albumId), undefined, ids.length);
    const rows = ids.map((mediaId, index) => ({
      id: randomUUID(),
      album_id: albumId,
      order_key: keys[index] as string,
      kind: "media" as const,
      media_id: mediaId,
      added_by: ownerId,
      share_link_id: shareLinkId,
    }));
    const items = await trx("album_item").insert(rows).returning("*");
    const byLink = shareLinkId !== null;
    await recordActivity(trx, { albumId, actorId: byLink ? null : ownerId, kind: byLink ? "uploaded" : "added", count: ids.length });
    return items;
  });
}
