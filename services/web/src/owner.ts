import { principalOf } from "@mediashare/core";
import type { Context } from "koa";

/** Whose library a request is about: that of whoever is signed in. Routes ask only where their access wants somebody signed in. */
export function ownerOf(ctx: Context): string {
  const principal = principalOf(ctx);
  if (principal.kind !== "user") throw new Error("A route that asks for an owner must have an access for users");
  return principal.accountId;
}
