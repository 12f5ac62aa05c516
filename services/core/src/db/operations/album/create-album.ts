import { v7 as newId } from "uuid";
import type { Database } from "../../open-database.ts";
import type { AlbumRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";

/** A new album without items. */
export async function createAlbum(db: Database, album: Pick<AlbumRow, "owner_id" | "title" | "description">): Promise<AlbumRow> {
  return db.transaction(async (trx) => {
    const [row] = await trx("album")
      .insert({ id: newId(), ...album })
      .returning("*");
    const made = row as AlbumRow;
    await recordActivity(trx, { albumId: made.id, actorId: made.owner_id, kind: "created" });
    return made;
  });
}
