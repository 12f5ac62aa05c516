import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";

export async function getAccount(db: Database, id: string): Promise<AccountRow | undefined> {
  return db("account").where({ id }).first();
}

/** By the address as somebody wrote it. */
export async function findAccountByEmail(db: Database, email: string): Promise<AccountRow | undefined> {
  return db("account").where({ email: email.toLowerCase() }).first();
}
