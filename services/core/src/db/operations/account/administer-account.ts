import { DomainError } from "@mediashare/kit";
import type { Database } from "../../open-database.ts";
import type { AccountRow } from "../../rows.ts";
import { endSessionsOf } from "../session/end-sessions.ts";

/** There must always be somebody who can administer. */
export class LastAdministratorError extends DomainError {
  readonly code = "last_administrator";
}

export type Administration = { readonly [K in "role" | "state" | "quota_bytes"]?: AccountRow[K] | undefined };

/**
 * What an administrator changes of an account. One that is disabled is signed out at once.
 * @throws LastAdministratorError
 */
export async function administerAccount(db: Database, id: string, change: Administration): Promise<AccountRow | undefined> {
  return db.transaction(async (trx) => {
    const losesRole = (change.role !== undefined && change.role !== "administrator") || change.state === "disabled";
    if (losesRole) await assertNotLast(trx, id);
    const [row] = await trx("account")
      .where({ id })
      .update({ ...(change as Partial<AccountRow>), updated_at: trx.fn.now() })
      .returning("*");
    if (row?.state === "disabled") await endSessionsOf(trx, id);
    return row;
  });
}

/**
 * Removes an account with its sessions and tokens; its media are deleted, and then removed by the sweep.
 * @returns false when there is none
 * @throws LastAdministratorError
 */
export async function removeAccount(db: Database, id: string): Promise<boolean> {
  return db.transaction(async (trx) => {
    await assertNotLast(trx, id);
    const removed = await trx("account").where({ id }).delete();
    await trx("media").where({ owner_id: id }).whereNot({ state: "deleted" }).update({ state: "deleted", updated_at: trx.fn.now() });
    await trx("task")
      .where({ owner_id: id })
      .whereIn("state", ["queued", "leased"])
      .update({ state: "cancelled", finished_at: trx.fn.now() });
    return removed > 0;
  });
}

/** The rows are locked: of two administrators who remove each other at once, one stays. */
async function assertNotLast(trx: Database, id: string): Promise<void> {
  const active = await trx("account").where({ role: "administrator", state: "active" }).orderBy("id").forUpdate().pluck("id");
  if (active.length === 1 && active[0] === id) {
    throw new LastAdministratorError("This is the only administrator. Make somebody else one first.");
  }
}
