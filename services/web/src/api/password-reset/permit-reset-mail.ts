import { networkOf, rateLimits, takePermit } from "@mediashare/core";
import type { Context } from "koa";
import type { AccountDeps } from "../account/account-deps.ts";

/**
 * Whether a link to a new password is mailed, without keeping the owner of the address from one. A limit for each account alone could be used
 * up by anybody who knows the address. So it counts by account and network; a browser that the account was signed in by before has a count
 * of its own, which nobody else can touch. As mails from many networks would flood the address, there is a limit for all of them together:
 * beyond it one still goes out every ten minutes, whoever asks, to the owner, and its link works for an hour.
 */
export async function permitResetMail(
  ctx: Context,
  { db, knownDevices, now }: AccountDeps,
  account: { id: string; email: string },
): Promise<boolean> {
  const device = await knownDevices.find(ctx, account.email, now());
  if (device !== undefined) return isPermitted(`${account.id} by ${device}`);
  if (!(await isPermitted(`${account.id} from ${networkOf(ctx.ip)}`))) return false;
  return (await takePermit(db, rateLimits.passwordResetToAny, account.id)) === 0;

  async function isPermitted(subject: string): Promise<boolean> {
    return (await takePermit(db, rateLimits.passwordResetTo, subject)) === 0;
  }
}
