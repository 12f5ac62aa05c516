import type { Database } from "../../open-database.ts";
import type { RenditionRow } from "../../rows.ts";

/** Enters outputs; one of the same name in the same generation is replaced. */
export async function putRenditions(db: Database, renditions: readonly RenditionRow[]): Promise<void> {
  if (renditions.length === 0) return;
  await db("rendition").insert(renditions).onConflict(["media_id", "generation", "name"]).merge();
}
