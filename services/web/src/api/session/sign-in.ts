import { type AccountRow, createSession, findAccountByEmail } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import { verifyPassword } from "../../accounts/password.ts";
import type { AccountDeps } from "../account/account-deps.ts";

/** Signs the browser in: from now on its cookie says who it is. What it was signed in as before ends. */
export async function startSession(ctx: Context, { db, cookie }: AccountDeps, account: AccountRow): Promise<void> {
  cookie.set(ctx, await createSession(db, { accountId: account.id, userAgent: ctx.get("User-Agent") }));
}

/**
 * The account of this address and password.
 * @throws ProblemError wrong_credentials, which does not say what of them is wrong, nor whether there is such an account
 */
export async function checkCredentials({ db }: AccountDeps, given: { email: string; password: string }): Promise<AccountRow> {
  const account = await findAccountByEmail(db, given.email);
  const matches = await verifyPassword(account?.password_hash, given.password);
  if (!account || !matches || account.state !== "active") {
    throw new ProblemError(401, "wrong_credentials", "No account has this e-mail address with this password.");
  }
  return account;
}
