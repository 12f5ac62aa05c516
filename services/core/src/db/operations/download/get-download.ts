import type { Database } from "../../open-database.ts";
import type { DownloadRow } from "../../rows.ts";

export async function getDownload(db: Database, download: { id: string; ownerId: string }): Promise<DownloadRow | undefined> {
  return db("download").where({ id: download.id, owner_id: download.ownerId }).where("expires_at", ">", db.fn.now()).first();
}
