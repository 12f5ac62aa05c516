import type { Database } from "../../open-database.ts";
import type { MediaRow, RenditionRow } from "../../rows.ts";

/** What is handed out of an output; what only its making needed is left out. */
export type ListedRendition = Omit<RenditionRow, "generation" | "codecs" | "frame_rate">;

/** The outputs of the current run over a media, narrow ones first. What lists show of them stands in the media itself. */
export async function listRenditions(db: Database, { id, generation }: Pick<MediaRow, "id" | "generation">): Promise<ListedRendition[]> {
  return db("rendition")
    .where({ media_id: id, generation })
    .orderBy(["width", "name"])
    .select<ListedRendition[]>("media_id", "name", "role", "content_type", "key", "size_bytes", "width", "height");
}
