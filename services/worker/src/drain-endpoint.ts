import { drainPath } from "@mediashare/contract";
import { type App, ProblemError } from "@mediashare/kit";
import { z } from "zod";
import type { Consumer } from "./consumer.ts";

/** Nobody may stop a worker for longer without saying so again. */
const query = z.object({ seconds: z.coerce.number().min(0).max(300) });

/**
 * `POST /drain?seconds=n`: the operator's word that this worker's node is to go. It stays ready all the same: a ReplicaSet that
 * scales in takes pods that are not ready first, busy or not.
 */
export function drainEndpoint(consumer: Pick<Consumer, "drain">): Parameters<App["koa"]["use"]>[0] {
  return async (ctx, next) => {
    if (ctx.path !== drainPath || ctx.method !== "POST") return next();
    const parsed = query.safeParse(ctx.query);
    if (!parsed.success) throw new ProblemError(400, "invalid_request", "Give `seconds`, from 0 to 300.");
    consumer.drain(parsed.data.seconds * 1000);
    ctx.status = 204;
  };
}
