import type { Database } from "../../open-database.ts";
import { shownInAlbums } from "../album-item/shown-in-albums.ts";
import type { ShownMedia } from "./shown-media.ts";

/** Those of these media that albums and links may show, whoever owns them, in no order. Whoever asks must have found them in an album or link. */
export async function listMediaByIds(db: Database, ids: readonly string[]): Promise<ShownMedia[]> {
  if (ids.length === 0) return [];
  return db("media").whereIn("id", ids).whereRaw(shownInAlbums).select<ShownMedia[]>("*");
}
