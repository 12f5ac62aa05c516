import type { AlbumRole } from "../../../albums/album-facts.ts";
import type { Database } from "../../open-database.ts";
import type { AlbumRow } from "../../rows.ts";

export interface AlbumAccess {
  readonly album: AlbumRow;
  readonly role: AlbumRole;
}

/** An album as this account may see it; undefined where it is nothing to them. */
export async function findAlbum(db: Database, request: { albumId: string; accountId: string }): Promise<AlbumAccess | undefined> {
  const row = await db("album")
    .leftJoin("album_member", (join) =>
      join.on("album_member.album_id", "album.id").andOnVal("album_member.account_id", "=", request.accountId),
    )
    .where("album.id", request.albumId)
    .first<AlbumRow & { role: AlbumRole | null }>("album.*", "album_member.role");
  if (!row) return undefined;
  const { role: memberRole, ...album } = row;
  const role = album.owner_id === request.accountId ? "owner" : memberRole;
  return role === null ? undefined : { album, role };
}
