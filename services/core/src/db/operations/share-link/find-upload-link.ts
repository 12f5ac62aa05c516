import type { Database } from "../../open-database.ts";

export interface UploadLink {
  readonly linkId: string;
  readonly albumId: string;
  /** Of the album, and so of what is added. */
  readonly ownerId: string;
}

/** A link that stands and takes uploads. */
export async function findUploadLink(db: Database, linkId: string): Promise<UploadLink | undefined> {
  const row = await db
    .queryBuilder()
    .from("share_link")
    .join("album", "album.id", "share_link.album_id")
    .where("share_link.id", linkId)
    .whereRaw("allows_upload and revoked_at is null and (expires_at is null or expires_at > now())")
    .first<{ album_id: string; owner_id: string } | undefined>("share_link.album_id", "album.owner_id");
  return row && { linkId, albumId: row.album_id, ownerId: row.owner_id };
}
