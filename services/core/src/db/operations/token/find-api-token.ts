import type { AccountRole, TokenScope } from "@mediashare/contract";
import type { UserPrincipal } from "../../../access/principal.ts";
import { hashSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";

/** That a token was used is noted at most so often. */
const noteAfterMs = 300_000;

/** Whom a token acts for, while it lives and its account is active. */
export async function findApiToken(db: Database, secret: string): Promise<UserPrincipal | undefined> {
  const row = await db("api_token")
    .join("account", "account.id", "api_token.account_id")
    .where({ secret_hash: hashSecret(secret), state: "active" })
    .where((alive) => alive.whereNull("expires_at").orWhere("expires_at", ">", db.fn.now()))
    .first(
      "api_token.id",
      "account_id",
      "role",
      "scopes",
      db.raw("coalesce(used_at < now() - ? * interval '1 millisecond', true) as unnoted", [noteAfterMs]),
    );
  if (!row) return undefined;
  const found = row as { id: string; account_id: string; role: AccountRole; scopes: TokenScope[]; unnoted: boolean };
  if (found.unnoted) await db("api_token").where({ id: found.id }).update({ used_at: db.fn.now() });
  return { kind: "user", accountId: found.account_id, role: found.role, via: "token", scopes: new Set(found.scopes) };
}
