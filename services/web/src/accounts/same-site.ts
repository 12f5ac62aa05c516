import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another page makes a signed-in browser do (CSRF). Browsers say where a request comes from by Sec-Fetch-Site
 * (https://www.w3.org/TR/fetch-metadata/), older ones by Origin; who says neither is no browser, and has a token to use instead.
 * SameSite=Lax keeps the cookie from most of it already; pages on a neighbouring host or port are the same site.
 */
export function assertSameSite(ctx: Context, siteOrigins: readonly string[]): void {
  if (safeMethods.has(ctx.method) || isOwnPage(ctx, siteOrigins)) return;
  throw new ProblemError(403, "cross_site", "The site's cookie counts only for requests of its own pages. Programs send an API token.");
}

function isOwnPage(ctx: Context, siteOrigins: readonly string[]): boolean {
  const site = ctx.get("Sec-Fetch-Site");
  if (site !== "") return site === "same-origin";
  const origin = ctx.get("Origin");
  return origin !== "" && (siteOrigins.includes(origin) || origin === `${ctx.protocol}://${ctx.host}`);
}
