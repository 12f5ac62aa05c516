import { healthPaths, metricNames } from "@mediashare/contract";
import type { Middleware } from "koa";
import { Histogram, type Registry } from "prom-client";
import type { RequestState } from "./request-context.ts";

const quietPaths: ReadonlySet<string> = new Set(Object.values(healthPaths));

/** One log line and one histogram sample a request. Paths are logged without their query, where signatures live, and without secrets in them. */
export function accessLog(registry: Registry, secretPaths: readonly string[] = []): Middleware<RequestState> {
  const seconds = new Histogram({
    name: metricNames.httpRequestSeconds,
    help: "Time to answer a request, in seconds",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  return async (ctx, next) => {
    const startedAt = performance.now();
    ctx.res.once("close", () => {
      const durationMs = performance.now() - startedAt;
      const route = (ctx as { _matchedRoute?: unknown })._matchedRoute;
      seconds.observe(
        { method: ctx.method, route: typeof route === "string" ? route : "other", status: ctx.res.statusCode },
        durationMs / 1000,
      );
      if (quietPaths.has(ctx.path)) return;
      ctx.state.log.info(
        {
          method: ctx.method,
          path: hideSecret(ctx.path, secretPaths),
          status: ctx.res.statusCode,
          durationMs: Math.round(durationMs),
          ...(ctx.res.writableFinished ? {} : { aborted: true }),
        },
        "request",
      );
    });
    await next();
  };
}

/** The path without the segment that follows one of these beginnings. */
export function hideSecret(path: string, secretPaths: readonly string[]): string {
  const start = secretPaths.find((known) => path.toLowerCase().startsWith(known));
  return start === undefined ? path : start + path.slice(start.length).replace(/^[^/]+/, "…");
}
