import type { Database } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";
import { shownInAlbums } from "../album-item/shown-in-albums.ts";
import type { ShownMedia } from "../media/shown-media.ts";

/** The id of an item as the link knows it, with the media that it shows. */
export type SharedMedia = ShownMedia & { readonly item_id: string };

export interface SharedMediaOptions {
  /** Only items of these ids. */
  readonly itemIds?: readonly string[] | undefined;
  /** Only these media. */
  readonly mediaIds?: readonly string[];
  readonly limit: number;
}

/** Media that a link shows, in the order of its album. An item of a link to a single media has the link's id. */
export async function listSharedMedia(
  db: Database,
  link: Pick<ShareLinkRow, "id" | "album_id" | "media_id">,
  { itemIds, mediaIds, limit }: SharedMediaOptions,
): Promise<SharedMedia[]> {
  const query = db("media").whereRaw(shownInAlbums).limit(limit);
  if (mediaIds) query.whereIn("media.id", mediaIds);
  if (link.album_id === null) {
    if (itemIds && !itemIds.includes(link.id)) return [];
    return query.where("media.id", link.media_id).select<SharedMedia[]>("media.*", db.raw("?::uuid as item_id", [link.id]));
  }
  if (itemIds) query.whereIn("album_item.id", itemIds);
  return query
    .join("album_item", "album_item.media_id", "media.id")
    .where("album_item.album_id", link.album_id)
    .orderBy("album_item.order_key")
    .select<SharedMedia[]>("media.*", "album_item.id as item_id");
}
