import type { Database } from "../../open-database.ts";

export interface IdempotencyClaim {
  readonly ownerId: string;
  readonly key: string;
  /** Names this run of the request; stands in the fingerprint's place until that is known. */
  readonly run: string;
}

export type ClaimResult =
  | { readonly state: "claimed" }
  | { readonly state: "running" }
  | { readonly state: "done"; readonly fingerprint: string; readonly status: number; readonly response: unknown };

/** Claims a key for a first request. A run that has not been heard of for `silentMs` has died, and its claim with it. */
export async function claimIdempotencyKey(db: Database, claim: IdempotencyClaim, silentMs: number): Promise<ClaimResult> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `insert into idempotency (owner_id, key, fingerprint) values (:ownerId, :key, :run)
     on conflict (owner_id, key) do update set fingerprint = excluded.fingerprint, created_at = now()
     where idempotency.status is null and idempotency.created_at < now() - :silentMs * interval '1 millisecond'
     returning key`,
    { ...claim, silentMs },
  );
  if (rows.length > 0) return { state: "claimed" };
  const row = await db("idempotency").where({ owner_id: claim.ownerId, key: claim.key }).first();
  // Released in between: the next try claims it.
  if (!row || row.status === null) return { state: "running" };
  return { state: "done", fingerprint: row.fingerprint, status: row.status, response: row.response };
}

/** Says that these runs are alive. */
export async function renewIdempotencyKeys(db: Database, runs: readonly string[]): Promise<void> {
  await db("idempotency").whereIn("fingerprint", runs).whereNull("status").update({ created_at: db.fn.now() });
}
