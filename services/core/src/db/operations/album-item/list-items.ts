import type { Database } from "../../open-database.ts";
import type { AlbumItemRow } from "../../rows.ts";
import { listMediaByIds } from "../media/list-by-ids.ts";
import type { ListedMedia } from "../media/shown-media.ts";
import { shownInAlbums } from "./shown-in-albums.ts";

export interface AlbumItem extends AlbumItemRow {
  /** Of a section or note there is none. */
  readonly media: ListedMedia | null;
}

/** Items in the album's own order, after the key where the page before ended. Served by the index `album_item_order`. */
export async function listAlbumItems(
  db: Database,
  options: { albumId: string; after: string | undefined; limit: number },
): Promise<AlbumItem[]> {
  const query = shownItems(db, options.albumId).orderBy("album_item.order_key").limit(options.limit);
  if (options.after !== undefined) query.where("album_item.order_key", ">", options.after);
  return withMedia(db, await query);
}

/** One item of an album, if it is shown. */
export async function getAlbumItem(db: Database, request: { albumId: string; itemId: string }): Promise<AlbumItem | undefined> {
  const [item] = await withMedia(db, await shownItems(db, request.albumId).where("album_item.id", request.itemId));
  return item;
}

function shownItems(db: Database, albumId: string) {
  return db
    .queryBuilder()
    .from("album_item")
    .leftJoin("media", "media.id", "album_item.media_id")
    .where("album_item.album_id", albumId)
    .where((shown) => shown.whereNot("album_item.kind", "media").orWhereRaw(shownInAlbums))
    .select<AlbumItemRow[]>("album_item.*");
}

async function withMedia(db: Database, items: readonly AlbumItemRow[]): Promise<AlbumItem[]> {
  const ids = items.flatMap(({ media_id }) => media_id ?? []);
  const media = await listMediaByIds(db, ids);
  const byId = new Map(media.map((row) => [row.id, row]));
  return items.flatMap((item): AlbumItem[] => {
    if (item.media_id === null) return [{ ...item, media: null }];
    const shown = byId.get(item.media_id);
    // Gone between the two queries.
    return shown ? [{ ...item, media: shown }] : [];
  });
}
