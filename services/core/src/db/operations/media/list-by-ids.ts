import type { Database } from "../../open-database.ts";
import { shownInAlbums } from "../album-item/shown-in-albums.ts";
import { type ListedMedia, listedColumns } from "./shown-media.ts";

/** Those of these media that albums and links may show, whoever owns them, in no order. Whoever asks must have found them in an album or link. */
export async function listMediaByIds(db: Database, ids: readonly string[]): Promise<ListedMedia[]> {
  if (ids.length === 0) return [];
  return db("media")
    .whereRaw("id = any(?::uuid[])", [[...ids]])
    .whereRaw(shownInAlbums)
    .select<ListedMedia[]>(...listedColumns);
}
