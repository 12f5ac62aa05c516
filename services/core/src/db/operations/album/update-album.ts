import type { Database } from "../../open-database.ts";
import type { AlbumRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";

export type AlbumChange = Partial<Pick<AlbumRow, "title" | "description" | "cover_item_id" | "comments_on" | "likes_on">>;

/** Changes what an album says of itself. A cover that is no item of it is left as it was. */
export async function updateAlbum(db: Database, request: { albumId: string; actorId: string; change: AlbumChange }): Promise<AlbumRow> {
  const { albumId, actorId, change } = request;
  return db.transaction(async (trx) => {
    const before = (await trx("album").where({ id: albumId }).forUpdate().first()) as AlbumRow;
    const { cover_item_id: coverId, ...rest } = change;
    const knows = coverId ? await trx("album_item").where({ id: coverId, album_id: albumId, kind: "media" }).first("id") : undefined;
    const cover = coverId === null || knows ? { cover_item_id: coverId as string | null } : {};
    const [row] = await trx("album")
      .where({ id: albumId })
      .update({ ...rest, ...cover, updated_at: trx.fn.now() })
      .returning("*");
    if (change.title !== undefined && change.title !== before.title) await recordActivity(trx, { albumId, actorId, kind: "renamed" });
    return row as AlbumRow;
  });
}
