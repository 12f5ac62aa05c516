import type { AlbumRole } from "../../../albums/album-facts.ts";
import type { Database, Knex } from "../../open-database.ts";
import type { AlbumRow } from "../../rows.ts";
import { shownInAlbums } from "../album-item/shown-in-albums.ts";

export type ListedAlbum = AlbumRow & {
  role: AlbumRole;
  /** Media that are shown, without sections and notes. */
  item_count: number;
  /** The chosen cover, else the first media that has something to show. */
  cover_media_id: string | null;
  updated_us: number;
};

/** Where a page of albums ended. */
export interface AlbumPosition {
  readonly updatedUs: number;
  readonly id: string;
}

/** The albums of an account and those it is a member of, last changed first. */
export async function listAlbums(
  db: Database,
  options: { accountId: string; scope: "own" | "shared" | "all"; after: AlbumPosition | undefined; limit: number },
): Promise<ListedAlbum[]> {
  const mine: Knex.QueryBuilder = db
    .queryBuilder()
    .from("album")
    .select("album.*", db.raw("'owner' as role"))
    .where("owner_id", options.accountId);
  const joined: Knex.QueryBuilder = db
    .queryBuilder()
    .from("album")
    .join("album_member", "album_member.album_id", "album.id")
    .select("album.*", "album_member.role")
    .where("album_member.account_id", options.accountId);
  const source = options.scope === "own" ? mine : options.scope === "shared" ? joined : mine.unionAll(joined);
  const page = db
    .from(source.as("seen"))
    .select("*", db.raw("(extract(epoch from updated_at) * 1000000)::bigint as updated_us"))
    .orderBy([
      { column: "updated_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(options.limit);
  if (options.after) {
    page.whereRaw("(updated_at, id) < (timestamptz 'epoch' + ? * interval '1 microsecond', ?::uuid)", [
      options.after.updatedUs,
      options.after.id,
    ]);
  }
  return db
    .from(page.as("page"))
    .select("page.*", countItems(db).as("item_count"), coverOf(db).as("cover_media_id"))
    .orderBy([
      { column: "updated_at", order: "desc" },
      { column: "id", order: "desc" },
    ]);
}

/** The same of one album. */
export async function summariseAlbum(
  db: Database,
  albumId: string,
): Promise<Pick<ListedAlbum, "item_count" | "cover_media_id"> & { has_links: boolean }> {
  const row = await db
    .from(db("album").where({ id: albumId }).as("page"))
    .first(countItems(db).as("item_count"), coverOf(db).as("cover_media_id"), standingLinks(db).as("has_links"));
  return row as Pick<ListedAlbum, "item_count" | "cover_media_id"> & { has_links: boolean };
}

function countItems(db: Database) {
  return db("album_item")
    .join("media", "media.id", "album_item.media_id")
    .whereRaw("album_item.album_id = page.id")
    .whereRaw(shownInAlbums)
    .select(db.raw("count(*)"));
}

function coverOf(db: Database) {
  return db("album_item")
    .join("media", "media.id", "album_item.media_id")
    .whereRaw("album_item.album_id = page.id")
    .whereRaw(shownInAlbums)
    .orderByRaw("album_item.id = page.cover_item_id desc nulls last, album_item.order_key")
    .limit(1)
    .select("album_item.media_id");
}

function standingLinks(db: Database) {
  return db("share_link")
    .whereRaw("share_link.album_id = page.id and revoked_at is null and (expires_at is null or expires_at > now())")
    .select(db.raw("count(*) > 0"));
}
