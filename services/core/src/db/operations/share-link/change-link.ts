import type { Database } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";
import { revokeLinks } from "./revoke-links.ts";

export type ShareLinkChange = Partial<
  Pick<ShareLinkRow, "password_hash" | "expires_at" | "allows_upload" | "allows_download" | "download_place" | "shows_captions">
>;

/** @returns undefined when the owner has no such link, or has revoked it */
export async function updateShareLink(
  db: Database,
  request: { linkId: string; ownerId: string; change: ShareLinkChange },
): Promise<ShareLinkRow | undefined> {
  const standing = () => db("share_link").where({ id: request.linkId, owner_id: request.ownerId }).whereNull("revoked_at");
  if (Object.keys(request.change).length === 0) return standing().first();
  const [row] = await standing().update(request.change).returning("*");
  return row;
}

/** Ends a link for good; the row stays, so that whoever has the address is told that it has ended. */
export async function revokeShareLink(db: Database, request: { linkId: string; ownerId: string }): Promise<void> {
  await db.transaction(async (trx) => {
    const [row] = await revokeLinks(trx, (links) => links.where({ id: request.linkId, owner_id: request.ownerId }));
    if (row?.album_id) await recordActivity(trx, { albumId: row.album_id, actorId: request.ownerId, kind: "unlinked" });
  });
}

export async function countShareView(db: Database, linkId: string): Promise<void> {
  await db("share_link")
    .where({ id: linkId })
    .update({ view_count: db.raw("view_count + 1"), last_viewed_at: db.fn.now() });
}
