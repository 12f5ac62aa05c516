import { userOf } from "@mediashare/core";
import type { Context } from "koa";

/** Whose media a request brings. */
export function identifyOwner(ctx: Context): string {
  return userOf(ctx).accountId;
}
