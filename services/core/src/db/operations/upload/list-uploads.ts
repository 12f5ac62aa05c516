import type { Database, Knex } from "../../open-database.ts";

/** Uploads past their time, whether they ended well or not, that nobody is writing. */
export async function listExpiredUploads(db: Database, limit: number): Promise<string[]> {
  return unlocked(db).where("expires_at", "<", db.fn.now()).orderBy("expires_at").limit(limit).pluck("media_id");
}

/** Uploads whose bytes are all there but that no process has committed. */
export async function listUncommittedUploads(db: Database, limit: number): Promise<string[]> {
  return unlocked(db)
    .whereNull("finished_at")
    .where("offset_bytes", "=", db.ref("length_bytes"))
    .where("expires_at", ">", db.fn.now())
    .limit(limit)
    .pluck("media_id");
}

/** Ids of multipart uploads in the store that some upload goes on with. */
export async function listMultipartIds(db: Database, among: readonly string[]): Promise<string[]> {
  const rows = await db("upload").whereIn("multipart_id", among).select("multipart_id");
  return rows.flatMap((row) => row.multipart_id ?? []);
}

function unlocked(db: Database): Knex.QueryBuilder {
  return db("upload").whereNotExists((lock) =>
    lock.select(db.raw("1")).from("upload_lock").whereRaw("upload_lock.id = upload.media_id::text and upload_lock.expires_at > now()"),
  );
}
