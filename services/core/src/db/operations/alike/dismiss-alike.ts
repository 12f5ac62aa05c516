import type { Database } from "../../open-database.ts";

/** The owner keeps all of these: they are not shown as alike any more. */
export async function dismissAlike(db: Database, { ids, ownerId }: { ids: readonly string[]; ownerId: string }): Promise<void> {
  await db("media_alike").where({ owner_id: ownerId }).whereIn("media_id", ids).whereIn("other_id", ids).update({ dismissed: true });
}
