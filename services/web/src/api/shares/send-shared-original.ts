import {
  attachmentDisposition,
  deliveryKeys,
  ObjectNotFoundError,
  type SharedMedia,
  sendObject,
  UnknownPlaceError,
} from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import { openPatched, planPlace } from "../downloads/open-original.ts";
import type { ShareDeps } from "./share-deps.ts";
import { sharedFileName } from "./shared-file.ts";
import { largestJpeg } from "./shared-items.ts";

/** Long enough to begin a download, short enough to end with the link. */
const redirectSeconds = 60;

/**
 * Answers with an original as a download. Of a photo whose place cannot be taken out, with its largest picture, which has none.
 * @throws ProblemError not_downloadable
 */
export async function sendSharedOriginal(
  ctx: Context,
  deps: ShareDeps,
  { media, withPlace }: { media: SharedMedia; withPlace: boolean },
): Promise<void> {
  const { originals } = deps;
  ctx.set("Cache-Control", "private, no-store");
  const mark = media.item_id.slice(0, 8);
  try {
    const patches = await planPlace(originals, media, withPlace);
    const fileName = sharedFileName(media, mark);
    if (patches.length === 0) return await sendStored(ctx, originals, { key: media.original_key, fileName });
    ctx.status = 200;
    ctx.set("Content-Disposition", attachmentDisposition(fileName));
    ctx.type = "application/octet-stream";
    if (ctx.method !== "HEAD") ctx.body = await openPatched(originals, media, patches);
  } catch (error) {
    if (!(error instanceof UnknownPlaceError || error instanceof ObjectNotFoundError)) throw error;
    const picture = media.kind === "image" ? largestJpeg(media) : undefined;
    if (!picture) throw new ProblemError(409, "not_downloadable", "This item cannot be given away without the place it was taken at.");
    const key = deliveryKeys.generationPrefix(media.id, media.generation) + picture[0];
    await sendStored(ctx, deps.renditions, { key, fileName: sharedFileName({ ...media, content_type: "image/jpeg" }, mark) });
  }
}

async function sendStored(
  ctx: Context,
  store: ShareDeps["originals"],
  { key, fileName }: { key: string; fileName: string },
): Promise<void> {
  const url = await store.presignGet(key, { expiresInSeconds: redirectSeconds, fileName });
  if (url !== undefined) return ctx.redirect(url);
  await sendObject(ctx, store, key);
  // Never inline, and never as what it says it is: it is a stranger's file on our origin.
  ctx.set("Content-Disposition", attachmentDisposition(fileName));
  if (ctx.status !== 304) ctx.type = "application/octet-stream";
}
