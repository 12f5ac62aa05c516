import type { Database } from "../../open-database.ts";
import { endSessionsOf } from "../session/end-sessions.ts";
import { connectIdentity } from "./connect-identity.ts";
import type { Identity } from "./find-identity.ts";

/**
 * Connects an identity with the account that has its e-mail address. Nobody has shown until now that the address was theirs, so what
 * let somebody in before ends, as with a new password by mail: the password, all sessions, API tokens and links.
 * Who makes an account with the address of another does not wait in it for them.
 * @throws IdentityTakenError
 */
export async function takeOverAccount(db: Database, accountId: string, identity: Identity & { email: string }): Promise<void> {
  await db.transaction(async (trx) => {
    await connectIdentity(trx, accountId, identity);
    await trx("account").where({ id: accountId }).update({ password_hash: null, updated_at: trx.fn.now() });
    await endSessionsOf(trx, accountId);
    await trx("api_token").where({ account_id: accountId }).delete();
    await trx("password_reset").where({ account_id: accountId }).delete();
  });
}
