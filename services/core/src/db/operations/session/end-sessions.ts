import { hashSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";

export async function endSession(db: Database, secret: string): Promise<void> {
  await db("session")
    .where({ secret_hash: hashSecret(secret) })
    .delete();
}

/** @returns false when the account has no such session */
export async function endSessionById(db: Database, session: { id: string; accountId: string }): Promise<boolean> {
  return (await db("session").where({ id: session.id, account_id: session.accountId }).delete()) > 0;
}

/** All of an account, but for the one that is kept. */
export async function endSessionsOf(db: Database, accountId: string, keptId?: string): Promise<void> {
  await db("session")
    .where({ account_id: accountId })
    .modify((query) => keptId !== undefined && query.whereNot({ id: keptId }))
    .delete();
}
