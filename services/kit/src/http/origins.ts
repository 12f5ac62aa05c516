import type { Middleware } from "koa";
import { isTrustedHost } from "./hosts.ts";
import { ProblemError } from "./problem.ts";

export interface OriginOptions {
  /** Origins of the site, `scheme://host:port`. */
  readonly allowed: readonly string[];
  readonly methods: readonly string[];
  readonly requestHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
}

/**
 * CORS for the site's own origins; a browser that acts for any other page is refused, also where it would need no preflight.
 * Requests without an Origin (programs, same-origin reads) pass. The service's own origin counts as the site's, under a name that is surely ours.
 */
export function origins(options: OriginOptions): Middleware {
  return async (ctx, next) => {
    ctx.vary("Origin");
    const origin = ctx.get("Origin");
    if (origin === "") return next();
    const isOwn = origin === `${ctx.protocol}://${ctx.host}` && isTrustedHost(ctx.host, options.allowed);
    if (!isOwn && !options.allowed.includes(origin)) {
      throw new ProblemError(
        403,
        "foreign_origin",
        `Pages of ${origin} may not use this service. Allowed are ${options.allowed.join(", ")} (MEDIASHARE_SITE_ORIGINS).`,
      );
    }
    ctx.set("Access-Control-Allow-Origin", origin);
    if (options.exposedHeaders) ctx.set("Access-Control-Expose-Headers", options.exposedHeaders.join(", "));
    if (ctx.method === "OPTIONS" && ctx.get("Access-Control-Request-Method") !== "") {
      ctx.set("Access-Control-Allow-Methods", options.methods.join(", "));
      if (options.requestHeaders) ctx.set("Access-Control-Allow-Headers", options.requestHeaders.join(", "));
      ctx.set("Access-Control-Max-Age", "7200");
      ctx.status = 204;
      return;
    }
    await next();
  };
}
