import { localOwnerId } from "@mediashare/contract";
import type { Context } from "koa";

/** Whose media a request is about. Without accounts everything belongs to one owner. */
export function ownerOf(_ctx: Context): string {
  return localOwnerId;
}
