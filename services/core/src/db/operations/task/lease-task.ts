import type { TaskState } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

export type LeaseAttempt =
  | { readonly outcome: "leased"; readonly task: TaskRow }
  /** Another worker has it, for this long yet. */
  | { readonly outcome: "busy"; readonly remainingMs: number }
  /** There is nothing to do (any more). */
  | { readonly outcome: "over"; readonly state: TaskState | "gone" };

/** Takes the task if it waits, or if its last holder's lease has run out. The token that it returns fences off every earlier holder. */
export async function leaseTask(db: Database, options: { taskId: string; worker: string; leaseMs: number }): Promise<LeaseAttempt> {
  const [task] = await db("task")
    .where({ id: options.taskId })
    .andWhere((open) =>
      open.where({ state: "queued" }).orWhere((expired) => expired.where({ state: "leased" }).andWhereRaw("lease_expires_at < now()")),
    )
    .update({
      state: "leased",
      token: db.raw("token + 1"),
      attempts: db.raw("attempts + 1"),
      leased_by: options.worker,
      lease_expires_at: db.raw("now() + ? * interval '1 millisecond'", [options.leaseMs]),
      started_at: db.fn.now(),
    })
    .returning("*");
  if (task) return { outcome: "leased", task };

  const { rows } = await db.raw<{ rows: { state: TaskState; remaining_ms: number }[] }>(
    "select state, greatest(0, extract(epoch from lease_expires_at - now()) * 1000)::float as remaining_ms from task where id = ?",
    [options.taskId],
  );
  const [current] = rows;
  if (current?.state === "leased") return { outcome: "busy", remainingMs: current.remaining_ms };
  // Given back between the two statements.
  if (current?.state === "queued") return { outcome: "busy", remainingMs: 0 };
  return { outcome: "over", state: current?.state ?? "gone" };
}
