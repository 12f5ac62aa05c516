import type { Database } from "../../open-database.ts";
import type { AlbumRow } from "../../rows.ts";
import { createAlbum } from "./create-album.ts";

/**
 * The one album of this owner that has the title; a new one where there is none. Who asks twice at once gets the same one.
 * @returns undefined where there are several, as nobody can say which is meant
 */
export async function findOrCreateAlbum(
  db: Database,
  album: Pick<AlbumRow, "owner_id" | "title" | "description">,
): Promise<{ readonly album: AlbumRow; readonly made: boolean } | undefined> {
  return db.transaction(async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`album ${album.owner_id} ${album.title}`]);
    const [found, ...others] = await trx("album").where({ owner_id: album.owner_id, title: album.title }).limit(2);
    if (others.length > 0) return undefined;
    return found ? { album: found, made: false } : { album: await createAlbum(trx, album), made: true };
  });
}
