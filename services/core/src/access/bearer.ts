import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import type { Database } from "../db/open-database.ts";
import { apiTokenPrefix } from "../db/operations/token/create-api-token.ts";
import { findApiToken } from "../db/operations/token/find-api-token.ts";
import type { UserPrincipal } from "./principal.ts";

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1), if one was sent. */
export function readBearer(ctx: Context): string | undefined {
  return /^bearer +(\S+) *$/i.exec(ctx.get("Authorization"))?.[1];
}

/** Whom an API token acts for; undefined where it is none that works. */
export async function authenticateApiToken(db: Database, token: string): Promise<UserPrincipal | undefined> {
  return token.startsWith(apiTokenPrefix) ? findApiToken(db, token) : undefined;
}

/** A token that does not work is never taken for none: whoever sent it means to be somebody. */
export function invalidToken(): ProblemError {
  return new ProblemError(401, "invalid_token", "This token does not work: it is mistyped, has expired or was revoked.", {
    headers: { "WWW-Authenticate": 'Bearer realm="mediashare", error="invalid_token"' },
  });
}
