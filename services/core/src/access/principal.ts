import type { AccountRole, TokenScope } from "@mediashare/contract";
import type { Context } from "koa";

/** Somebody who is signed in, or a program that acts for them by a token. */
export interface UserPrincipal {
  readonly kind: "user";
  readonly accountId: string;
  readonly role: AccountRole;
  readonly via: "session" | "token";
  /** Where it is one. */
  readonly sessionId?: string;
  /** What it may of all that the account may; a session has every scope. */
  readonly scopes: ReadonlySet<TokenScope>;
}

/** Somebody with a share link, who may add to its album. */
export interface SharePrincipal {
  readonly kind: "share";
  readonly linkId: string;
}

/** Who a request comes from. */
export type Principal = { readonly kind: "anonymous" } | UserPrincipal | SharePrincipal;

/** The account that a request acts for. Only where the route's access wants somebody signed in. */
export function userOf(ctx: Context): UserPrincipal {
  const principal = principalOf(ctx);
  if (principal.kind !== "user") throw new Error("A route that asks for an account must have an access for users");
  return principal;
}

/** Who this request comes from; the fleet's principal middleware has found it out. */
export function principalOf(ctx: Context): Principal {
  const { principal } = ctx.state as { principal?: Principal };
  if (!principal) throw new Error("The principal of the request was asked for before it was found out");
  return principal;
}

export function setPrincipal(ctx: Context, principal: Principal): void {
  ctx.state.principal = principal;
}
