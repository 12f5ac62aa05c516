import type { AccountRole } from "@mediashare/contract";
import { hashSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";
import { sessionTtlMs } from "./create-session.ts";

export interface LiveSession {
  readonly id: string;
  readonly accountId: string;
  readonly role: AccountRole;
  /** Whether its time was prolonged just now. */
  readonly renewed: boolean;
}

/** A session is prolonged when it is used, at most so often: a row need not be written for every request. */
const renewAfterMs = 3_600_000;

/** The session of this secret, while it lives and its account is active. */
export async function findSession(db: Database, secret: string): Promise<LiveSession | undefined> {
  const row = await db("session")
    .join("account", "account.id", "session.account_id")
    .where({ secret_hash: hashSecret(secret), state: "active" })
    .where("expires_at", ">", db.fn.now())
    .first("session.id", "account_id", "role", db.raw("seen_at < now() - ? * interval '1 millisecond' as stale", [renewAfterMs]));
  if (!row) return undefined;
  const { id, account_id: accountId, role, stale: renewed } = row as { id: string; account_id: string; role: AccountRole; stale: boolean };
  if (renewed) {
    await db("session")
      .where({ id })
      .update({ seen_at: db.fn.now(), expires_at: db.raw("now() + ? * interval '1 millisecond'", [sessionTtlMs]) });
  }
  return { id, accountId, role, renewed };
}
