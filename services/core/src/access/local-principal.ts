import { localOwnerId, tokenScopes } from "@mediashare/contract";
import type { Context, Middleware } from "koa";
import { type Principal, setPrincipal } from "./principal.ts";

const localOwner: Principal = {
  kind: "user",
  accountId: localOwnerId,
  role: "administrator",
  via: "session",
  scopes: new Set(tokenScopes),
};

/** Without accounts every request comes from the one owner of everything. */
export function localPrincipal(): Middleware {
  return (ctx, next) => {
    setPrincipal(ctx as Context, localOwner);
    return next();
  };
}
