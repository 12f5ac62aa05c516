import { tokenScopes } from "@mediashare/contract";
import {
  authenticateApiToken,
  findSession,
  invalidToken,
  type Knex,
  type Principal,
  readBearer,
  setPrincipal,
  type UserPrincipal,
} from "@mediashare/core";
import type { Context, Middleware } from "koa";
import { assertSameSite } from "./same-site.ts";
import type { SessionCookie } from "./session-cookie.ts";

export interface PrincipalDeps {
  readonly db: Knex;
  readonly cookie: SessionCookie;
  readonly siteOrigins: readonly string[];
}

const everything = new Set(tokenScopes);

/** Finds out who a request to the API comes from: by its API token, else by its session. The site's files are anybody's. */
export function webPrincipal(deps: PrincipalDeps): Middleware {
  return async (koaContext, next) => {
    const ctx = koaContext as Context;
    if (ctx.path.startsWith("/v1/")) setPrincipal(ctx, await findPrincipal(ctx, deps));
    await next();
  };
}

async function findPrincipal(ctx: Context, { db, cookie, siteOrigins }: PrincipalDeps): Promise<Principal> {
  const bearer = readBearer(ctx);
  if (bearer !== undefined) {
    const principal = await authenticateApiToken(db, bearer);
    if (!principal) throw invalidToken();
    return principal;
  }
  const secret = cookie.read(ctx);
  const session = secret === undefined || secret === "" ? undefined : await findSession(db, secret);
  if (!session) return { kind: "anonymous" };
  assertSameSite(ctx, siteOrigins);
  if (session.renewed) cookie.set(ctx, secret as string);
  return { ...sessionPrincipal(session), sessionId: session.id };
}

export function sessionPrincipal(account: { accountId: string; role: UserPrincipal["role"] }): UserPrincipal {
  return { kind: "user", accountId: account.accountId, role: account.role, via: "session", scopes: everything };
}
