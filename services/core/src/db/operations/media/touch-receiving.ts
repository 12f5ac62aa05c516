import type { Database } from "../../open-database.ts";

/** Says that these files are still being received: what is not said so for a while counts as abandoned. */
export async function touchReceiving(db: Database, mediaIds: readonly string[]): Promise<void> {
  await db("media").whereIn("id", mediaIds).where({ state: "receiving" }).update({ updated_at: db.fn.now() });
}
