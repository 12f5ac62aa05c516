import { localOwnerId } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";

/**
 * The administrator of a new deployment: whoever comes first. It has always the same id, so that of two who come at once one is told
 * that it is too late, and media from before there were accounts belong to it.
 * @returns undefined when there is an account already
 */
export async function createFirstAccount(
  db: Database,
  account: { email: string | null; name: string; passwordHash: string | null },
): Promise<AccountRow | undefined> {
  return db.transaction(async (trx) => {
    if (await hasAccounts(trx)) return undefined;
    const [created] = await trx("account")
      .insert({
        id: localOwnerId,
        email: account.email,
        name: account.name,
        role: "administrator",
        password_hash: account.passwordHash,
      })
      .onConflict("id")
      .ignore()
      .returning("*");
    if (created) await countMediaOf(trx, created.id);
    return created;
  });
}

export async function hasAccounts(db: Database): Promise<boolean> {
  return (await db("account").first("id")) !== undefined;
}

/** What was there before the account was. */
async function countMediaOf(db: Database, id: string): Promise<void> {
  await db.raw(
    `update account set used_bytes = coalesce((
       select sum(size_bytes) from media where owner_id = account.id and state <> 'receiving'
     ), 0) where id = ?`,
    [id],
  );
}
