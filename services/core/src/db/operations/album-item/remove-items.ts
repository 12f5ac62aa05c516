import type { Database } from "../../open-database.ts";
import { recordActivity } from "../album-social/record-activity.ts";
import { lockAlbum } from "./lock-album.ts";

export interface RemoveRequest {
  readonly albumId: string;
  readonly actorId: string;
  readonly itemIds: readonly string[];
  /** Only those that this account brought. */
  readonly onlyAddedBy?: string;
}

/** Takes items out of an album; the media stay with their owners. @returns how many */
export async function removeAlbumItems(db: Database, request: RemoveRequest): Promise<number> {
  const { albumId, actorId } = request;
  return db.transaction(async (trx) => {
    await lockAlbum(trx, albumId);
    const query = trx("album_item").where({ album_id: albumId }).whereIn("id", request.itemIds);
    if (request.onlyAddedBy !== undefined) query.where({ added_by: request.onlyAddedBy });
    const removed = await query.delete().returning("kind");
    const media = removed.filter(({ kind }) => kind === "media").length;
    if (media > 0) await recordActivity(trx, { albumId, actorId, kind: "removed", count: media });
    return removed.length;
  });
}
