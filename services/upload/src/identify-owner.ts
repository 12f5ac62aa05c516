import { principalOf } from "@mediashare/core";
import type { Context } from "koa";

/** Whose media a request brings. */
export function identifyOwner(ctx: Context): string {
  const principal = principalOf(ctx);
  if (principal.kind !== "user") throw new Error("A route that asks for an owner must have an access for users");
  return principal.accountId;
}
