import type { Database } from "../../open-database.ts";

const batch = 1_000;

/** Removes from the log what is over and old. @returns how many */
export async function forgetDeliveries(db: Database, keptMs: number): Promise<number> {
  return db("webhook_delivery")
    .whereIn(
      "id",
      db("webhook_delivery")
        .select("id")
        .whereNot({ state: "pending" })
        .whereRaw("created_at < now() - ? * interval '1 millisecond'", [keptMs])
        .limit(batch),
    )
    .delete();
}
