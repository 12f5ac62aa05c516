import { DomainError } from "@mediashare/kit";
import type { Database } from "../../open-database.ts";

/** The right to change an upload, until it is released, expires or is lost. */
export interface UploadLock {
  readonly id: string;
  readonly holder: string;
}

/** Somebody else has the upload now: what was received must not take effect. */
export class UploadLockLostError extends DomainError {
  readonly code = "upload_lock_lost";
}

/** Takes a lock that is free or has expired. Where it is neither, its holder is asked to let go. */
export async function acquireUploadLock(db: Database, lock: UploadLock, leaseMs: number): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `insert into upload_lock (id, holder, expires_at) values (:id, :holder, now() + :leaseMs * interval '1 millisecond')
     on conflict (id) do update set holder = excluded.holder, expires_at = excluded.expires_at, release_requested = false
     where upload_lock.expires_at < now()
     returning id`,
    { ...lock, leaseMs },
  );
  return rows.length > 0;
}

/** Asks the holder to let go; it learns of it when it renews its lease. */
export async function requestUploadLock(db: Database, id: string): Promise<void> {
  await db("upload_lock").where({ id, release_requested: false }).update({ release_requested: true });
}

/** Prolongs the leases of those holders that have not lost theirs. @returns the holders that still hold, and whether they are asked to let go */
export async function renewUploadLocks(
  db: Database,
  holders: readonly string[],
  leaseMs: number,
): Promise<{ holder: string; release_requested: boolean }[]> {
  return db("upload_lock")
    .whereIn("holder", holders)
    .where("expires_at", ">", db.fn.now())
    .update({ expires_at: db.raw("now() + ? * interval '1 millisecond'", [leaseMs]) })
    .returning(["holder", "release_requested"]);
}

export async function releaseUploadLock(db: Database, lock: UploadLock): Promise<void> {
  await db("upload_lock").where({ id: lock.id, holder: lock.holder }).delete();
}

/** Rows of holders that died; an expired lock hinders nobody, but its row would stay for ever. */
export async function removeExpiredLocks(db: Database, expiredForMs: number): Promise<number> {
  return db("upload_lock").whereRaw("expires_at < now() - ? * interval '1 millisecond'", [expiredForMs]).delete();
}
