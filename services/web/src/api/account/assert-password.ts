import { type AccountRow, type Knex, rateLimits, requirePermit } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { verifyPassword } from "../../accounts/password.ts";

/** A browser that somebody left signed in is not enough to take the account over. @throws ProblemError wrong_password */
export async function assertPassword(db: Knex, account: AccountRow, given: string | undefined): Promise<void> {
  if (account.password_hash === null) return;
  await requirePermit(db, rateLimits.signInTo, account.id);
  if (await verifyPassword(account.password_hash, given ?? "")) return;
  throw new ProblemError(403, "wrong_password", "This is not your present password.");
}
