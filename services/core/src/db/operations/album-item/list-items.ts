import type { Database } from "../../open-database.ts";
import type { AlbumItemRow } from "../../rows.ts";
import { type ListedMedia, listedColumns } from "../media/shown-media.ts";
import { shownInAlbums } from "./shown-in-albums.ts";

export interface AlbumItem extends AlbumItemRow {
  /** What the account that added it is called; null: it is gone. */
  readonly adder_name: string | null;
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
  return (await query).map(toItem);
}

/** One item of an album, if it is shown. */
export async function getAlbumItem(db: Database, request: { albumId: string; itemId: string }): Promise<AlbumItem | undefined> {
  const [row] = await shownItems(db, request.albumId).where("album_item.id", request.itemId);
  return row && toItem(row);
}

/** Both have columns of the same names. */
const itemColumns = [
  "id",
  "album_id",
  "order_key",
  "kind",
  "media_id",
  "text",
  "added_by",
  "share_link_id",
  "created_at",
] as const satisfies readonly (keyof AlbumItemRow)[];
const itemAliases = itemColumns.map((column) => [column, `item_${column}`] as const);

type ItemRow = ListedMedia & Pick<AlbumItem, "adder_name"> & Record<string, unknown>;

function shownItems(db: Database, albumId: string) {
  return db
    .queryBuilder()
    .from("album_item")
    .leftJoin("media", "media.id", "album_item.media_id")
    .leftJoin("account", "account.id", "album_item.added_by")
    .where("album_item.album_id", albumId)
    .where((shown) => shown.whereNot("album_item.kind", "media").orWhereRaw(shownInAlbums))
    .select<ItemRow[]>(
      ...listedColumns.map((column) => `media.${column}`),
      ...itemAliases.map(([column, alias]) => `album_item.${column} as ${alias}`),
      "account.name as adder_name",
    );
}

function toItem(row: ItemRow): AlbumItem {
  const item = Object.fromEntries(itemAliases.map(([column, alias]) => [column, row[alias]])) as unknown as AlbumItemRow;
  return { ...item, adder_name: row.adder_name, media: item.media_id === null ? null : row };
}
