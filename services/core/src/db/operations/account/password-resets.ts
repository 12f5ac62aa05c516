import { hashSecret, newSecret } from "../../../access/secrets.ts";
import type { Database } from "../../open-database.ts";
import { endSessionsOf } from "../session/end-sessions.ts";

/** How long a link to a new password works. */
export const passwordResetTtlMs = 3_600_000;

/** A link to a new password; those from before no longer work. @returns its secret */
export async function createPasswordReset(db: Database, accountId: string): Promise<string> {
  const secret = newSecret();
  await db.transaction(async (trx) => {
    await trx("password_reset").where({ account_id: accountId }).delete();
    await trx("password_reset").insert({
      secret_hash: hashSecret(secret),
      account_id: accountId,
      expires_at: trx.raw("now() + ? * interval '1 millisecond'", [passwordResetTtlMs]),
    });
  });
  return secret;
}

/**
 * Sets the password by a link, once. Whoever knew the old one is out: all sessions and API tokens of the account end.
 * @returns false when the link is used or expired
 */
export async function resetPassword(db: Database, secret: string, passwordHash: string): Promise<boolean> {
  return db.transaction(async (trx) => {
    const [reset] = await trx("password_reset")
      .where({ secret_hash: hashSecret(secret) })
      .where("expires_at", ">", trx.fn.now())
      .delete()
      .returning("account_id");
    if (!reset) return false;
    await trx("account").where({ id: reset.account_id }).update({ password_hash: passwordHash, updated_at: trx.fn.now() });
    await endSessionsOf(trx, reset.account_id);
    await trx("api_token").where({ account_id: reset.account_id }).delete();
    return true;
  });
}
