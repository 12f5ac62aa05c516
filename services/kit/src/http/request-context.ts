import { randomUUID } from "node:crypto";
import type { Context, Middleware, Next } from "koa";
import type { Logger } from "../logger.ts";
import { childContext, formatTraceparent, parseTraceparent } from "../trace.ts";

/** What every request carries in `ctx.state`. */
export interface RequestState {
  requestId: string;
  /** Header value to hand on to whatever this request causes. */
  traceparent: string;
  log: Logger;
}

/** Gives each request an id, a trace position and a logger that names both. A sound X-Request-Id of a proxy is kept. */
export function requestContext(logger: Logger): Middleware<RequestState> {
  return async (ctx: Context, next: Next) => {
    const given = ctx.get("X-Request-Id");
    const requestId = /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
    const trace = childContext(parseTraceparent(ctx.get("traceparent")));
    ctx.state = {
      ...ctx.state,
      requestId,
      traceparent: formatTraceparent(trace),
      log: logger.child({ requestId, traceId: trace.traceId, spanId: trace.spanId }),
    };
    ctx.set("X-Request-Id", requestId);
    await next();
  };
}
