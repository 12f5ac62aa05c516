import { userOf } from "@mediashare/core";
import type { Context } from "koa";

/** Whose library a request is about: that of whoever is signed in. Routes ask only where their access wants somebody signed in. */
export function ownerOf(ctx: Context): string {
  return userOf(ctx).accountId;
}
