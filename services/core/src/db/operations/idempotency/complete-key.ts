import type { Database } from "../../open-database.ts";
import type { IdempotencyClaim } from "./claim-key.ts";

/** Keeps the answer of a request that ended well, to be given again. */
export async function completeIdempotencyKey(
  db: Database,
  claim: IdempotencyClaim,
  answer: { fingerprint: string; status: number; response: unknown },
): Promise<void> {
  await running(db, claim).update({
    fingerprint: answer.fingerprint,
    status: answer.status,
    response: JSON.stringify(answer.response),
    created_at: db.fn.now(),
  });
}

/** Forgets a request that failed, so that the next one with its key is a first one. */
export async function releaseIdempotencyKey(db: Database, claim: IdempotencyClaim): Promise<void> {
  await running(db, claim).delete();
}

/** Keys older than this may be used for another request. */
export async function removeOldIdempotencyKeys(db: Database, ageMs: number): Promise<number> {
  return db("idempotency").whereRaw("created_at < now() - ? * interval '1 millisecond'", [ageMs]).delete();
}

function running(db: Database, { ownerId, key, run }: IdempotencyClaim) {
  return db("idempotency").where({ owner_id: ownerId, key, fingerprint: run }).whereNull("status");
}
