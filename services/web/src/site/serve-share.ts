import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ShareLinkRow } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context, Middleware } from "koa";
import { standingShare } from "../api/shares/open-share.ts";
import type { ShareDeps } from "../api/shares/share-deps.ts";
import { coverOfShare, presentShared } from "../api/shares/shared-items.ts";
import { renderShareDocument, type ShareCard } from "./share-head.ts";

const address = /^\/s\/([\w-]{1,100})\/?$/;

/** Serves the page of a share link. It is not kept by anybody, and no search engine is to list it. */
export function serveShare(deps: ShareDeps, siteFolder: string): Middleware {
  return async (ctx, next) => {
    const token = address.exec(ctx.path)?.[1];
    if (token === undefined || (ctx.method !== "GET" && ctx.method !== "HEAD")) return next();
    const site = await readFile(join(siteFolder, "index.html"), "utf8").catch(() => undefined);
    // Not built: the site says so itself.
    if (site === undefined) return next();
    const { status, card } = await describeShare(deps, token);
    ctx.status = status;
    ctx.set({ "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer" });
    ctx.type = "html";
    (ctx as unknown as Context).body = renderShareDocument(site, card);
  };
}

async function describeShare(deps: ShareDeps, token: string): Promise<{ status: number; card: ShareCard }> {
  const pageUrl = `${deps.siteOrigin}/s/${token}`;
  try {
    const link = await standingShare(deps, token);
    return { status: 200, card: { pageUrl, ...(await describeCard(deps, link, token)) } };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error;
    return { status: error.status, card: { pageUrl, title: "This link does not work", imageUrl: undefined } };
  }
}

/** Behind a password not even the title is told. */
async function describeCard(deps: ShareDeps, link: ShareLinkRow, token: string): Promise<Omit<ShareCard, "pageUrl">> {
  if (link.password_hash !== null) return { title: "Shared with you", imageUrl: undefined };
  const [{ title }, cover] = await Promise.all([presentShared(deps, link), coverOfShare(deps, link)]);
  const fallback = cover?.kind === "video" ? "A video" : "A photo";
  return { title: title ?? fallback, imageUrl: cover && `${deps.siteOrigin}/v1/shared/${token}/cover` };
}
