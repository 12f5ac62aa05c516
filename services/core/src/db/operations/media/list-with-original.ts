import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** Media whose original must be in the store, in order of id, from after this one. */
export async function listWithOriginal(
  db: Database,
  { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
): Promise<Pick<MediaRow, "id" | "owner_id" | "original_key">[]> {
  return db("media")
    .modify((query) => afterId !== undefined && query.where("id", ">", afterId))
    .whereRaw("state not in ('receiving', 'deleted')")
    .orderBy("id")
    .limit(limit)
    .select("id", "owner_id", "original_key");
}
