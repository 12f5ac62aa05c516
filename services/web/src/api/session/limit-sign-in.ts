import { setTimeout as sleep } from "node:timers/promises";
import { networkOf, rateLimits, requirePermit, takePermit } from "@mediashare/core";
import type { Context } from "koa";
import type { AccountDeps } from "../account/account-deps.ts";

/** How long a sign-in takes at an account that many networks try at once. */
const slowMs = 2_000;

/**
 * Limits how often a password can be guessed without locking its owner out. A browser that was signed in by before has a limit of its own.
 * From elsewhere it is one for each network and account; where many networks try one account, each attempt is slow, and none is
 * refused, as it may be the right one.
 * @throws ProblemError too_many_requests
 */
export async function limitSignIn(ctx: Context, { db, knownDevices, now }: AccountDeps, email: string): Promise<void> {
  const device = await knownDevices.find(ctx, email, now());
  if (device !== undefined) return requirePermit(db, rateLimits.signInTo, `${email} by ${device}`);
  const network = networkOf(ctx.ip);
  await requirePermit(db, rateLimits.signInFrom, network);
  await requirePermit(db, rateLimits.signInTo, `${email} from ${network}`);
  if ((await takePermit(db, rateLimits.signInSwift, email)) > 0) await sleep(slowMs);
}
