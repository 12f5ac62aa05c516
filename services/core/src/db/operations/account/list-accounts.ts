import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";

/** A page of all accounts, latest first; ids grow with time. */
export async function listAccounts(db: Database, page: { before: string | undefined; limit: number }): Promise<AccountRow[]> {
  return db("account")
    .modify((query) => page.before !== undefined && query.where("id", "<", page.before))
    .orderBy("id", "desc")
    .limit(page.limit);
}
