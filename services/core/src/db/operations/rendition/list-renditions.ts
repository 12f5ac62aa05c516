import type { Database } from "../../open-database.ts";
import type { MediaRow, RenditionRole, RenditionRow } from "../../rows.ts";

/** What is handed out of an output; what only its making needed is left out. */
export type ListedRendition = Omit<RenditionRow, "generation" | "codecs" | "frame_rate">;

/** The outputs of the current run over each of these media, narrow ones first. */
export async function listRenditions(
  db: Database,
  media: readonly Pick<MediaRow, "id" | "generation">[],
  roles?: readonly RenditionRole[],
): Promise<ListedRendition[]> {
  if (media.length === 0) return [];
  // Two arrays, as a list of pairs is planned as so many alternatives.
  const query = db("rendition")
    .whereRaw("(media_id, generation) in (select * from unnest(?::uuid[], ?::integer[]))", [
      media.map(({ id }) => id),
      media.map(({ generation }) => generation),
    ])
    .orderBy(["media_id", "width", "name"])
    .select<ListedRendition[]>("media_id", "name", "role", "content_type", "key", "size_bytes", "width", "height");
  if (roles) query.whereIn("role", roles);
  return query;
}
