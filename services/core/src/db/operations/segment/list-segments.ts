import type { Database } from "../../open-database.ts";
import type { SegmentRow } from "../../rows.ts";

/** The ledger of one run over a media, by rendition and number. */
export async function listSegments(db: Database, media: { id: string; generation: number }): Promise<SegmentRow[]> {
  return db("segment").where({ media_id: media.id, generation: media.generation }).orderBy(["rendition", "number"]);
}
