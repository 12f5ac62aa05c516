import type { Database } from "../../open-database.ts";
import type { DownloadRow } from "../../rows.ts";

export async function getDownload(db: Database, download: { id: string; ownerId: string }): Promise<DownloadRow | undefined> {
  return standing(db, download.id).where({ owner_id: download.ownerId }).whereNull("share_link_id").first();
}

/** The same, asked for by a visitor of this link. */
export async function getSharedDownload(db: Database, download: { id: string; linkId: string }): Promise<DownloadRow | undefined> {
  return standing(db, download.id).where({ share_link_id: download.linkId }).first();
}

function standing(db: Database, id: string) {
  return db("download").where({ id }).where("expires_at", ">", db.fn.now());
}
