import type { Database } from "../../open-database.ts";

/** What these accounts are called; one that is gone has no entry. */
export async function accountNames(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db("account")
    .whereIn("id", [...new Set(ids)])
    .select("id", "name");
  return new Map(rows.map(({ id, name }) => [id, name]));
}
