import type { Context, Middleware } from "koa";
import { toProblemError } from "./map-error.ts";
import { ProblemError, toProblem } from "./problem.ts";
import type { RequestState } from "./request-context.ts";

/** Headers that spoke of the body which the problem takes the place of. */
const bodyHeaders = [
  "Accept-Ranges",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Range",
  "Content-Type",
  "ETag",
  "Expires",
  "Last-Modified",
];

/** Turns whatever is thrown, and every refusal without a body, into problem+json, and logs what is our fault. */
export function handleErrors(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status >= 400 && ctx.body === undefined && ctx.respond !== false) throw unanswered(ctx as unknown as Context);
    } catch (error) {
      const problem = toProblemError(error);
      if (problem.status >= 500) ctx.state.log.error({ err: error }, problem.message);
      if (ctx.headerSent || ctx.res.destroyed) {
        ctx.res.destroy();
        return;
      }
      for (const name of bodyHeaders) ctx.remove(name);
      ctx.status = problem.status;
      ctx.set({ "Cache-Control": "no-store", ...problem.headers });
      ctx.body = toProblem(problem, ctx.state.requestId);
      ctx.type = "application/problem+json";
    }
  };
}

/** Nobody took the request: Koa says 404, the router 405 with an Allow header, or 501. */
function unanswered(ctx: Context): ProblemError {
  if (ctx.status === 404) return new ProblemError(404, "not_found", `There is nothing at ${ctx.path}.`);
  const allowed = ctx.response.get("Allow");
  return new ProblemError(ctx.status, "method_not_allowed", `${ctx.path} has no ${ctx.method}${allowed ? `; it has ${allowed}` : ""}.`);
}
