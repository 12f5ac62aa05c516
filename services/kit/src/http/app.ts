import Koa from "koa";
import helmet from "koa-helmet";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Logger } from "../logger.ts";
import { accessLog } from "./access-log.ts";
import { handleErrors } from "./handle-errors.ts";
import { Health, healthEndpoints } from "./health.ts";
import { hosts } from "./hosts.ts";
import { type OriginOptions, origins } from "./origins.ts";
import { type RequestState, requestContext } from "./request-context.ts";

export interface AppOptions {
  readonly logger: Logger;
  /** Left out: no page of any origin may call (workers, which serve health only). */
  readonly origins?: OriginOptions;
  /** Where the service is reached: requests for other host names are refused, health paths aside. Left out: any name will do. */
  readonly publicUrls?: readonly string[];
  /** Content-Security-Policy directives; left out: nothing may load (an API). */
  readonly contentSecurityPolicy?: Readonly<Record<string, readonly string[]>>;
  /** How many load balancers in front add to X-Forwarded-For; the address that the outermost of them saw is the client's. */
  readonly trustedProxies?: number;
  /** Beginnings of paths whose next segment is a secret: it is not logged. */
  readonly secretPaths?: readonly string[];
}

export interface App {
  readonly koa: Koa<RequestState>;
  readonly health: Health;
  readonly registry: Registry;
}

/** A Koa application with all that every process answers alike: ids, logs, metrics, health, errors, security headers, CORS. */
export function createApp(options: AppOptions): App {
  const proxies = options.trustedProxies ?? 0;
  const koa = new Koa<RequestState>({ proxy: proxies > 0, maxIpsCount: proxies });
  const health = new Health();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  koa.silent = true;
  koa.on("error", (error: unknown) => {
    if (!isClientAbort(error)) options.logger.error({ err: error }, "response failed");
  });
  koa.use(requestContext(options.logger));
  koa.use(accessLog(registry, options.secretPaths));
  koa.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"], ...mutable(options.contentSecurityPolicy) },
      },
      // Sent by the load balancer where there is TLS; on plain HTTP browsers ignore it.
      strictTransportSecurity: false,
      // What other pages may embed says so itself; reading by CORS is not embedding.
      crossOriginResourcePolicy: { policy: "same-origin" },
      referrerPolicy: { policy: "same-origin" },
    }),
  );
  koa.use(handleErrors());
  koa.use(healthEndpoints(health, registry));
  if (options.publicUrls) koa.use(hosts(options.publicUrls));
  koa.use(origins(options.origins ?? { allowed: [], methods: [] }));
  return { koa, health, registry };
}

function mutable(directives: AppOptions["contentSecurityPolicy"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(directives ?? {}).map(([name, values]) => [name, [...values]]));
}

function isClientAbort(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "ECONNRESET" || code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "HPE_INVALID_EOF_STATE";
}
