import type { Database } from "../../open-database.ts";
import type { SessionRow } from "../../rows.ts";

/** Where an account is signed in, latest first. */
export async function listSessions(db: Database, accountId: string): Promise<Omit<SessionRow, "secret_hash">[]> {
  return db("session")
    .where({ account_id: accountId })
    .where("expires_at", ">", db.fn.now())
    .orderBy("seen_at", "desc")
    .select("id", "account_id", "user_agent", "created_at", "seen_at", "expires_at");
}
