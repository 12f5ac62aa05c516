import type { Database } from "../../open-database.ts";
import type { Lease } from "./lease.ts";

/** Gives a task back unfinished, so that another worker may take it at once. Not an attempt of its own. A lost lease is no error. */
export async function releaseTask(db: Database, lease: Lease): Promise<void> {
  await db("task")
    .where({ id: lease.taskId, token: lease.token, state: "leased" })
    .update({ state: "queued", leased_by: null, lease_expires_at: null, attempts: db.raw("attempts - 1") });
}
