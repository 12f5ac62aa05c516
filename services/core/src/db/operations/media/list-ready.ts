import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** Media of which everything has been made, in order of id, from after this one. */
export async function listReady(
  db: Database,
  { afterId, limit }: { readonly afterId: string | undefined; readonly limit: number },
): Promise<Pick<MediaRow, "id" | "generation" | "original_key">[]> {
  return db("media")
    .modify((query) => afterId !== undefined && query.where("id", ">", afterId))
    .where({ state: "ready" })
    .orderBy("id")
    .limit(limit)
    .select("id", "generation", "original_key");
}
