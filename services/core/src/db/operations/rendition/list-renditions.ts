import type { Database } from "../../open-database.ts";
import type { MediaRow, RenditionRole, RenditionRow } from "../../rows.ts";

/** The outputs of the current run over each of these media, narrow ones first. */
export async function listRenditions(
  db: Database,
  media: readonly Pick<MediaRow, "id" | "generation">[],
  roles?: readonly RenditionRole[],
): Promise<RenditionRow[]> {
  if (media.length === 0) return [];
  const query = db("rendition")
    .whereIn(
      ["media_id", "generation"],
      media.map(({ id, generation }) => [id, generation]),
    )
    .orderBy(["media_id", "width", "name"]);
  if (roles) query.whereIn("role", roles);
  return query;
}
