import type { Database } from "../../open-database.ts";
import { revokeLinks } from "../share-link/revoke-links.ts";

/** Removes an album with all that is about it, links included, which webhooks are told of; the media stay with their owners. */
export async function deleteAlbum(db: Database, albumId: string): Promise<void> {
  await db.transaction(async (trx) => {
    // Whoever makes a link of it at this moment is waited for, or fails.
    await trx("album").where({ id: albumId }).forUpdate().select("id");
    await revokeLinks(trx, (links) => links.where({ album_id: albumId }));
    await trx("album").where({ id: albumId }).delete();
  });
}
