import type { Middleware } from "koa";

/** As long as this, a client that is still sending is listened to after its answer. */
const lingerMs = 3_000;

/**
 * Lets an answer that comes before the end of the request's body arrive: closing a connection with unread bytes resets it, and
 * the client would see that instead of the answer. So what still comes is thrown away for a while, and then the connection is cut.
 */
export function linger(): Middleware {
  return async (ctx, next) => {
    ctx.res.once("finish", () => {
      if (ctx.req.complete || ctx.req.destroyed) return;
      ctx.req.unpipe();
      ctx.req.resume();
      const cut = setTimeout(() => ctx.req.destroy(), lingerMs);
      ctx.req.once("close", () => clearTimeout(cut));
    });
    await next();
  };
}
