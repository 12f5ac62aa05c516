import type { Database } from "../../open-database.ts";
import { recordActivity } from "./record-activity.ts";

interface LikeRequest {
  readonly albumId: string;
  /** Null: the album as a whole. */
  readonly itemId: string | null;
  readonly accountId: string;
}

/** Likes once, however often it is asked for. */
export async function addLike(db: Database, request: LikeRequest): Promise<void> {
  const { albumId, itemId, accountId } = request;
  await db.transaction(async (trx) => {
    const added = await trx("album_like")
      .insert({ album_id: albumId, item_id: itemId, account_id: accountId })
      .onConflict(trx.raw("(album_id, item_id, account_id)"))
      .ignore()
      .returning("account_id");
    if (added.length > 0) {
      await recordActivity(trx, { albumId, actorId: accountId, kind: "liked", ...(itemId === null ? {} : { subjectId: itemId }) });
    }
  });
}

export async function removeLike(db: Database, request: LikeRequest): Promise<void> {
  const { albumId, itemId, accountId } = request;
  await db.transaction(async (trx) => {
    await trx("album_like").where({ album_id: albumId, item_id: itemId, account_id: accountId }).delete();
    await trx("album_activity").where({ album_id: albumId, actor_id: accountId, kind: "liked", subject_id: itemId }).delete();
  });
}

/** How an item, or the album as a whole (null), was received. */
export interface Reception {
  readonly itemId: string | null;
  readonly likes: number;
  readonly liked: boolean;
  readonly comments: number;
}

/** Likes and comments of these items, and of the album as a whole; what has none is left out. */
export async function countReception(
  db: Database,
  request: { albumId: string; accountId: string; itemIds: readonly string[] },
): Promise<Map<string | null, Reception>> {
  const { rows } = await db.raw<{ rows: { item_id: string | null; likes: number; liked: boolean; comments: number }[] }>(
    `select item_id, count(*) filter (where is_like) as likes, bool_or(is_like and by = :accountId) as liked,
       count(*) filter (where not is_like) as comments
     from (
       select item_id, account_id as by, true as is_like from album_like where album_id = :albumId
       union all
       select item_id, author_id, false from album_comment where album_id = :albumId
     ) reception
     where item_id is null or item_id = any(:itemIds::uuid[])
     group by item_id`,
    { ...request, itemIds: [...request.itemIds] },
  );
  return new Map(rows.map(({ item_id: itemId, ...counts }) => [itemId, { itemId, ...counts }]));
}
