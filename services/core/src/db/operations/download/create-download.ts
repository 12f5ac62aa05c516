import type { Database } from "../../open-database.ts";
import type { DownloadRow } from "../../rows.ts";

export type NewDownload = Omit<DownloadRow, "expires_at" | "share_link_id"> & { readonly share_link_id?: string; readonly lastsMs: number };

/** Keeps what is to be downloaded until it is; what has expired goes. */
export async function createDownload(db: Database, download: NewDownload): Promise<DownloadRow> {
  const { lastsMs, ...row } = download;
  await db("download").where("expires_at", "<", db.fn.now()).delete();
  const [created] = await db("download")
    .insert({ ...row, expires_at: db.raw("now() + ? * interval '1 millisecond'", [lastsMs]) as never })
    .returning("*");
  return created as DownloadRow;
}
