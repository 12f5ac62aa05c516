import type { Database } from "../../open-database.ts";
import { updateProgress } from "../media/update-progress.ts";
import { type Lease, LeaseLostError } from "./lease.ts";

/**
 * Extends the lease, and tells how far the task is.
 * A lease that ran out but was taken by nobody is still ours: only a newer token or a cancellation ends it.
 * @throws LeaseLostError
 */
export async function renewLease(db: Database, lease: Lease, options: { leaseMs: number; progress: number }): Promise<void> {
  const [task] = await db("task")
    .where({ id: lease.taskId, token: lease.token, state: "leased" })
    .update({
      lease_expires_at: db.raw("now() + ? * interval '1 millisecond'", [options.leaseMs]),
      progress: db.raw("greatest(progress, ?::real)", [options.progress]),
    })
    .returning(["media_id", "generation"]);
  if (!task) throw new LeaseLostError(`Task ${lease.taskId} is no longer leased under token ${lease.token}.`);
  await updateProgress(db, task.media_id, task.generation);
}
