import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import type { ObjectInfo, ObjectStore } from "../storage/object-store.ts";
import { decideDelivery } from "./decide-delivery.ts";

/** The statuses with which an object is sent. */
export const sendStatuses = { whole: 200, part: 206, notModified: 304 } as const;

/**
 * Answers a GET or HEAD with an object of the store: whole, in one range, or 304, with its validators.
 * Cache-Control is the object's own, unless it is set before.
 * @throws ObjectNotFoundError; ProblemError 416
 */
export async function sendObject(ctx: Context, store: ObjectStore, key: string): Promise<void> {
  const info = await store.head(key);
  const delivery = decideDelivery(
    {
      method: ctx.method === "HEAD" ? "HEAD" : "GET",
      range: ctx.get("Range"),
      ifRange: ctx.get("If-Range"),
      ifNoneMatch: ctx.get("If-None-Match"),
      ifModifiedSince: ctx.get("If-Modified-Since"),
    },
    info,
  );
  if (delivery.kind === "unsatisfiable") {
    throw new ProblemError(
      416,
      "range_not_satisfiable",
      `The object has ${info.sizeBytes} bytes; none of them is in the range asked for.`,
      {
        headers: { "Content-Range": `bytes */${info.sizeBytes}` },
      },
    );
  }
  if (delivery.kind === "not_modified") {
    setValidators(ctx, info);
    ctx.status = sendStatuses.notModified;
    return;
  }
  if (ctx.method === "HEAD") {
    setContent(ctx, info, info.sizeBytes);
    return;
  }
  const object = await store.get(key, delivery.kind === "part" ? delivery.range : undefined);
  const { start, end } = object.range;
  ctx.body = object.body;
  setContent(ctx, object, end - start);
  if (delivery.kind === "whole") return;
  ctx.status = sendStatuses.part;
  ctx.set("Content-Range", `bytes ${start}-${end - 1}/${object.sizeBytes}`);
}

function setContent(ctx: Context, info: ObjectInfo, lengthBytes: number): void {
  setValidators(ctx, info);
  ctx.status = sendStatuses.whole;
  ctx.set("Content-Type", info.contentType);
  ctx.length = lengthBytes;
}

function setValidators(ctx: Context, { etag, lastModified, cacheControl }: ObjectInfo): void {
  ctx.set({ "Accept-Ranges": "bytes", ETag: etag, "Last-Modified": lastModified.toUTCString() });
  if (!ctx.res.hasHeader("Cache-Control")) ctx.set("Cache-Control", cacheControl ?? "no-cache");
}
