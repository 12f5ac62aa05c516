import type { Database } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";

/** The links that an owner has made and not revoked, latest first: of one album, of one media, or all. */
export async function listShareLinks(
  db: Database,
  options: { ownerId: string; albumId: string | undefined; mediaId: string | undefined; limit: number },
): Promise<ShareLinkRow[]> {
  const query = db("share_link")
    .where({ owner_id: options.ownerId })
    .whereNull("revoked_at")
    .orderBy([
      { column: "created_at", order: "desc" },
      { column: "id", order: "asc" },
    ])
    .limit(options.limit);
  if (options.albumId !== undefined) query.where({ album_id: options.albumId });
  if (options.mediaId !== undefined) query.where({ media_id: options.mediaId });
  return query;
}

export async function getShareLink(db: Database, request: { linkId: string; ownerId: string }): Promise<ShareLinkRow | undefined> {
  return db("share_link").where({ id: request.linkId, owner_id: request.ownerId }).first();
}

/** The link that has a token, standing or not. */
export async function findShareLink(db: Database, tokenHash: Buffer): Promise<ShareLinkRow | undefined> {
  return db("share_link").where({ token_hash: tokenHash }).first();
}
