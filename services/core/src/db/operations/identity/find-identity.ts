import type { Database } from "../../open-database.ts";
import type { AccountIdentityRow, AccountRow } from "../../rows.ts";

/** Somebody at an identity provider. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The account that an identity is connected with. */
export async function findAccountByIdentity(db: Database, { issuer, subject }: Identity): Promise<AccountRow | undefined> {
  return db("account")
    .join("account_identity", "account_identity.account_id", "account.id")
    .where({ issuer, subject })
    .first<AccountRow | undefined>("account.*");
}

/** Who an account is at this provider. */
export async function findIdentityOf(db: Database, accountId: string, issuer: string): Promise<AccountIdentityRow | undefined> {
  return db("account_identity").where({ account_id: accountId, issuer }).first();
}
