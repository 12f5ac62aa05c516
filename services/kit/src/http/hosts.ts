import { isIP } from "node:net";
import type { Middleware } from "koa";
import { ProblemError } from "./problem.ts";

/**
 * Refuses requests for a host name that is not ours. A foreign page may have its own name resolve to this machine (DNS rebinding)
 * and would then be of the same origin as we; the Host header still carries that name.
 */
export function hosts(publicUrls: readonly string[]): Middleware {
  return async (ctx, next) => {
    if (!isTrustedHost(ctx.host, publicUrls)) {
      const known = publicUrls.map((url) => new URL(url).hostname).join(", ");
      throw new ProblemError(
        421,
        "foreign_host",
        `This service is not known as ${JSON.stringify(ctx.host)}, but as ${known} (MEDIASHARE_SITE_ORIGINS).`,
      );
    }
    await next();
  };
}

/** Whether a Host header names one of these URLs' hosts, or this machine by what no DNS server can claim: `localhost` or an IP address. */
export function isTrustedHost(host: string, publicUrls: readonly string[]): boolean {
  const hostname = URL.parse(`http://${host}`)?.hostname ?? "";
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  return isLocal || isIP(hostname.replace(/^\[(.*)\]$/, "$1")) !== 0 || publicUrls.some((url) => new URL(url).hostname === hostname);
}
