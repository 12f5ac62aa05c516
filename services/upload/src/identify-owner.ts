import { localOwnerId } from "@mediashare/contract";
import type { Context } from "koa";

/** Whose media a request is about. Without accounts, all of it belongs to one owner. */
export function identifyOwner(_ctx: Context): string {
  return localOwnerId;
}
