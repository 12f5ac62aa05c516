import { attachmentDisposition, type ObjectStore, type ShownMedia, sendObject } from "@mediashare/core";
import type { Context } from "koa";

const redirectSeconds = 15 * 60;

/** Answers with the original as a download: from the store itself where that can be, else through this process. */
export async function sendOriginal(ctx: Context, originals: ObjectStore, media: ShownMedia): Promise<void> {
  const url = await originals.presignGet(media.original_key, { expiresInSeconds: redirectSeconds, fileName: media.file_name });
  if (url !== undefined) {
    ctx.redirect(url);
    ctx.set("Cache-Control", "no-store");
    return;
  }
  ctx.set("Cache-Control", "private, no-cache");
  await sendObject(ctx, originals, media.original_key);
  // Never inline, and never as what it says it is: it is a stranger's file on our origin.
  ctx.set("Content-Disposition", attachmentDisposition(media.file_name));
  if (ctx.status !== 304) ctx.type = "application/octet-stream";
}
