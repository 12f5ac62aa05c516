import type { AccountRole } from "@mediashare/contract";
import { v7 as newId } from "uuid";
import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";
import { asEmailTaken } from "./update-account.ts";

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly quotaBytes: number | null;
  readonly passwordHash: string | null;
}

/** @throws EmailTakenError */
export async function createAccount(db: Database, account: NewAccount): Promise<AccountRow> {
  const [row] = await db("account")
    .insert({
      id: newId(),
      email: account.email,
      name: account.name,
      role: account.role,
      quota_bytes: account.quotaBytes,
      password_hash: account.passwordHash,
    })
    .returning("*")
    .catch(asEmailTaken);
  return row as AccountRow;
}
