import type { Database } from "../../open-database.ts";

/** Sessions, tokens, invitations and links that have expired, and buckets that are empty. */
export async function removeExpiredAccess(db: Database): Promise<number> {
  let removed = 0;
  for (const table of ["session", "api_token", "invitation", "password_reset", "used_link"] as const) {
    removed += await db(table).where("expires_at", "<", db.fn.now()).delete();
  }
  return removed + (await db("rate_limit").where("empty_at", "<", db.fn.now()).delete());
}
