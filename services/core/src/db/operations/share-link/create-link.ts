import type { Database } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";
import { tellOfShare } from "../webhook/tell-of-share.ts";

export type NewShareLink = Pick<
  ShareLinkRow,
  "id" | "token_hash" | "owner_id" | "album_id" | "media_id" | "password_hash" | "expires_at" | "allows_upload" | "allows_download"
> &
  Partial<Pick<ShareLinkRow, "download_place" | "shows_captions">>;

export async function createShareLink(db: Database, link: NewShareLink): Promise<ShareLinkRow> {
  return db.transaction(async (trx) => {
    const [row] = await trx("share_link").insert(link).returning("*");
    if (link.album_id !== null) await recordActivity(trx, { albumId: link.album_id, actorId: link.owner_id, kind: "linked" });
    const made = row as ShareLinkRow;
    await tellOfShare(trx, "share.created", made);
    return made;
  });
}
