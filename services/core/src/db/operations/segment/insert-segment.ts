import type { Database } from "../../open-database.ts";
import type { SegmentRow } from "../../rows.ts";

/** Enters a finished segment into the ledger. @returns false when it stands there already; the one that stands counts. */
export async function insertSegment(db: Database, segment: SegmentRow): Promise<boolean> {
  const rows = await db("segment")
    .insert(segment)
    .onConflict(["media_id", "generation", "rendition", "number"])
    .ignore()
    .returning("number");
  return rows.length > 0;
}
