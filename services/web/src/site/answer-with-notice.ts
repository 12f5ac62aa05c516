import type { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import { type Notice, renderNotice } from "./notice-page.ts";

/** People get a page, programs a problem. */
export function answerWithNotice(ctx: Context, problem: ProblemError, notice: Notice): void {
  if (ctx.accepts("json", "html") !== "html") throw problem;
  ctx.status = problem.status;
  ctx.set("Cache-Control", "no-store");
  ctx.remove("Content-Encoding");
  ctx.type = "html";
  ctx.body = renderNotice(notice);
}
