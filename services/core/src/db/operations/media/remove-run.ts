import type { Database } from "../../open-database.ts";
import type { Run } from "./list-superseded-runs.ts";

/** Removes all rows of a run. Its objects must be gone. */
export async function removeRun(db: Database, { media_id, generation }: Run): Promise<void> {
  await db.transaction(async (trx) => {
    // The tasks are what the run is found by.
    for (const table of ["segment", "rendition", "task"] as const) await trx(table).where({ media_id, generation }).delete();
  });
}
