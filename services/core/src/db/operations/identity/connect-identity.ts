import { DomainError } from "@mediashare/kit";
import type { Database } from "../../open-database.ts";
import type { Identity } from "./find-identity.ts";

export class IdentityTakenError extends DomainError {
  readonly code = "identity_taken";
}

/** @throws IdentityTakenError where either is connected already */
export async function connectIdentity(
  db: Database,
  accountId: string,
  { issuer, subject, email }: Identity & { email: string | null },
): Promise<void> {
  const made = await db("account_identity")
    .insert({ issuer, subject, account_id: accountId, email })
    .onConflict()
    .ignore()
    .returning("account_id");
  if (made.length === 0) throw new IdentityTakenError("It is connected already, with this account or with another.");
}

/**
 * Only where a password remains: else nobody could sign in any more.
 * @returns false where there is none
 */
export async function disconnectIdentity(db: Database, accountId: string, issuer: string): Promise<boolean> {
  return db.transaction(async (trx) => {
    const account = await trx("account").where({ id: accountId }).whereNotNull("password_hash").forUpdate().first("id");
    if (account) await trx("account_identity").where({ account_id: accountId, issuer }).delete();
    return account !== undefined;
  });
}
