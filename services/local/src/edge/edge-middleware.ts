import { createPublicKey, type KeyObject } from "node:crypto";
import { isObjectKey, ObjectNotFoundError, type ObjectStore, type SignatureRefusal, sendObject, verifySignedUrl } from "@mediashare/core";
import { type AppOptions, ProblemError } from "@mediashare/kit";
import type { Context, Middleware } from "koa";

export interface EdgeOptions {
  /** The renditions; originals are in another store. */
  readonly store: ObjectStore;
  /** What the URLs are signed for, whatever the Host header says: scheme, host and port. */
  readonly deliveryUrl: string;
  /** PEM of the public keys, by key pair id. */
  readonly publicKeys: ReadonlyMap<string, string | KeyObject>;
  readonly now?: () => Date;
}

const prefix = "/media/";
const methods = ["GET", "HEAD", "OPTIONS"];

/** Stands in for CloudFront: serves what lies under `/media/` of the store to who has a signed URL. */
export function edgeMiddleware({ store, deliveryUrl, publicKeys, now = () => new Date() }: EdgeOptions): Middleware {
  const baseUrl = deliveryUrl.replace(/\/+$/, "");
  const keys = new Map([...publicKeys].map(([id, key]) => [id, typeof key === "string" ? createPublicKey(key) : key]));
  return async (ctx, next) => {
    const url = ctx.req.url ?? "";
    if (!url.startsWith(prefix)) return next();
    if (ctx.method === "OPTIONS") return answerOptions(ctx);
    if (ctx.method !== "GET" && ctx.method !== "HEAD") throw methodNotAllowed(ctx.method);
    const verdict = verifySignedUrl(baseUrl + url, { publicKeys: keys, now: now() });
    if (!verdict.ok) throw new ProblemError(403, `signature_${verdict.reason}`, sentences[verdict.reason]);
    // The signature decides who may read, on whatever page.
    ctx.set("Cross-Origin-Resource-Policy", "cross-origin");
    await sendObject(ctx, store, keyOf(url));
  };
}

/** What the site's pages may do at the edge, for `createApp`: read, in ranges, and see how large things are. */
export function edgeOrigins(siteOrigins: readonly string[]): NonNullable<AppOptions["origins"]> {
  return {
    allowed: siteOrigins,
    methods,
    requestHeaders: ["Range", "If-Range", "If-None-Match", "If-Modified-Since"],
    exposedHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"],
  };
}

/** The object that the path names. An escaped slash would name one thing to the policy and another to the store. */
function keyOf(url: string): string {
  const path = url.split("?", 1)[0] as string;
  const segments = path.slice(1).split("/").map(decodeSegment);
  const key = segments.join("/");
  if (segments.some((segment) => segment === undefined || segment.includes("/")) || !isObjectKey(key)) throw new ObjectNotFoundError(path);
  return key;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function answerOptions(ctx: Context): void {
  ctx.status = 204;
  ctx.set("Allow", methods.join(", "));
}

function methodNotAllowed(method: string): ProblemError {
  return new ProblemError(405, "method_not_allowed", `The edge only reads: it has no ${method}.`, {
    headers: { Allow: methods.join(", ") },
  });
}

const sentences: Readonly<Record<SignatureRefusal, string>> = {
  unsigned: "This address works only with a signature. Ask the API for a fresh URL.",
  malformed: "The URL's signature cannot be read: a part of it is missing, doubled or changed.",
  unknown_key: "The URL was signed with a key that is not in use here.",
  bad_signature: "The URL's signature does not fit: something in the URL was changed.",
  other_resource: "The URL's signature is for other files.",
  not_yet_valid: "The URL is not valid yet.",
  expired: "The URL has expired. Ask the API for a fresh one.",
};
