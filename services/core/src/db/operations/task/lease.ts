import { DomainError } from "@mediashare/kit";
import type { Database, Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

/** The right to act for a task: valid while the task still carries this token. */
export interface Lease {
  readonly taskId: string;
  readonly token: number;
}

/** Somebody else has the task now, or it was cancelled: whatever was made must not take effect. */
export class LeaseLostError extends DomainError {
  readonly code = "lease_lost";
}

/**
 * Runs `effect` in a transaction that holds the task under this lease: a newer lease and a cancellation wait, or have won already.
 * The media's row is locked first, as everything that touches several rows of one media does: so effects on one media
 * happen one after another, and cannot deadlock.
 * @throws LeaseLostError
 */
export async function withLease<T>(db: Database, lease: Lease, effect: (trx: Knex.Transaction, task: TaskRow) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx("media")
      .whereIn("id", trx("task").where({ id: lease.taskId }).select("media_id"))
      .forUpdate()
      .first("id");
    const task = await trx("task").where({ id: lease.taskId, token: lease.token, state: "leased" }).forUpdate().first();
    if (!task) throw new LeaseLostError(`Task ${lease.taskId} is no longer leased under token ${lease.token}.`);
    return effect(trx, task);
  });
}
