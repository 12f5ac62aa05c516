import { v7 as newId } from "uuid";
import { hashSecret, newSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";

/** How long a browser stays signed in that nobody uses. */
export const sessionTtlMs = 30 * 24 * 3_600_000;

/** @returns the secret that the browser keeps */
export async function createSession(db: Database, session: { accountId: string; userAgent: string }): Promise<string> {
  const secret = newSecret();
  await db("session").insert({
    id: newId(),
    account_id: session.accountId,
    secret_hash: hashSecret(secret),
    user_agent: session.userAgent.slice(0, 500),
    expires_at: db.raw("now() + ? * interval '1 millisecond'", [sessionTtlMs]),
  });
  return secret;
}
