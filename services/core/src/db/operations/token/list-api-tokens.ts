import type { Database } from "../../open-database.ts";
import type { ApiTokenRow } from "../../rows.ts";

/** The tokens of an account that still work, latest first. */
export async function listApiTokens(db: Database, accountId: string): Promise<ApiTokenRow[]> {
  return db("api_token")
    .where({ account_id: accountId })
    .where((alive) => alive.whereNull("expires_at").orWhere("expires_at", ">", db.fn.now()))
    .orderBy("created_at", "desc");
}

/** @returns false when the account has no such token */
export async function revokeApiToken(db: Database, token: { id: string; accountId: string }): Promise<boolean> {
  return (await db("api_token").where({ id: token.id, account_id: token.accountId }).delete()) > 0;
}
