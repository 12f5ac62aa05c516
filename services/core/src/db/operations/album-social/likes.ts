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
  const about = (query: ReturnType<Database["queryBuilder"]>) =>
    query
      .where({ album_id: request.albumId })
      .where((of) => of.whereNull("item_id").orWhereRaw("item_id = any(?::uuid[])", [[...request.itemIds]]))
      .groupBy("item_id");
  const likes = await about(db.queryBuilder().from("album_like")).select<{ item_id: string | null; likes: number; liked: boolean }[]>(
    "item_id",
    db.raw("count(*) as likes"),
    db.raw("bool_or(account_id = ?) as liked", [request.accountId]),
  );
  const comments = await about(db.queryBuilder().from("album_comment")).select<{ item_id: string | null; comments: number }[]>(
    "item_id",
    db.raw("count(*) as comments"),
  );
  const receptions = new Map<string | null, Reception>();
  for (const row of likes) receptions.set(row.item_id, { itemId: row.item_id, likes: row.likes, liked: row.liked, comments: 0 });
  for (const row of comments) {
    const known = receptions.get(row.item_id) ?? { itemId: row.item_id, likes: 0, liked: false, comments: 0 };
    receptions.set(row.item_id, { ...known, comments: row.comments });
  }
  return receptions;
}
