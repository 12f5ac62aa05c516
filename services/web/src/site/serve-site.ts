import { existsSync, type Stats } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { send } from "@koa/send";
import { ProblemError } from "@mediashare/kit";
import type { Context, Middleware } from "koa";
import { answerWithNotice } from "./answer-with-notice.ts";
import { matchPage } from "./page-paths.ts";

/** Vite's output; from src/site and from dist/site alike. */
export const siteFolder = fileURLToPath(new URL("../../dist/ui/", import.meta.url));

const start = "index.html";

export function isSiteBuilt(folder: string = siteFolder): boolean {
  return existsSync(join(folder, start));
}

/** Serves the built site. Files under /assets/ carry their content's hash in their names, so they never change. */
export function serveSite(folder: string): Middleware {
  return async (ctx, next) => {
    if ((ctx.method !== "GET" && ctx.method !== "HEAD") || ctx.path.startsWith("/v1/")) return next();
    const isPage = matchPage(ctx.path) !== undefined;
    if (await sendFile(ctx as Context, folder, isPage ? start : ctx.path)) return;
    if (isPage) notBuilt(ctx as Context);
    else notFound(ctx as Context);
  };
}

async function sendFile(ctx: Context, folder: string, path: string): Promise<boolean> {
  ctx.vary("Accept-Encoding");
  try {
    const sent = await send(ctx, path, { root: folder, setHeaders: (response, _path, stats) => response.setHeader("ETag", etagOf(stats)) });
    if (sent === undefined) return false;
  } catch (error) {
    // A path that leads out of the folder, or that no file can have, names nothing either.
    const { status } = error as { status?: number };
    if (status !== undefined && status < 500) return false;
    throw error;
  }
  ctx.set("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (ctx.fresh) ctx.status = 304;
  return true;
}

function etagOf({ size, mtimeMs }: Stats): string {
  return `W/"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
}

function notBuilt(ctx: Context): void {
  const text = "The site was not built. Run <code>npm run build</code>, then load this page again. The API is there all the same.";
  answerWithNotice(ctx, new ProblemError(503, "site_not_built", text.replace(/<\/?code>/g, "`")), {
    title: "The site is not here yet",
    text,
  });
}

function notFound(ctx: Context): void {
  const text = "There is nothing at this address.";
  answerWithNotice(ctx, new ProblemError(404, "not_found", text), {
    title: "Not found",
    text,
    link: { href: "/", text: "To your photos and videos" },
  });
}
