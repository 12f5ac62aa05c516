import { v7 as newId } from "uuid";
import type { Database } from "../../open-database.ts";
import type { AlbumCommentRow } from "../../rows.ts";
import { recordActivity } from "./record-activity.ts";

/** Comments of an album, or those about one of its items, latest first; `before` is the id where the page before ended. */
export async function listComments(
  db: Database,
  options: { albumId: string; itemId: string | undefined; before: string | undefined; limit: number },
): Promise<AlbumCommentRow[]> {
  const query = db("album_comment").where({ album_id: options.albumId }).orderBy("id", "desc").limit(options.limit);
  if (options.itemId !== undefined) query.where({ item_id: options.itemId });
  if (options.before !== undefined) query.where("id", "<", options.before);
  return query;
}

export async function addComment(
  db: Database,
  comment: { albumId: string; itemId: string | null; authorId: string; body: string },
): Promise<AlbumCommentRow> {
  return db.transaction(async (trx) => {
    const [row] = await trx("album_comment")
      .insert({ id: newId(), album_id: comment.albumId, item_id: comment.itemId, author_id: comment.authorId, body: comment.body })
      .returning("*");
    const { id } = row as AlbumCommentRow;
    await recordActivity(trx, { albumId: comment.albumId, actorId: comment.authorId, kind: "commented", subjectId: id });
    return row as AlbumCommentRow;
  });
}

export async function getComment(db: Database, request: { albumId: string; commentId: string }): Promise<AlbumCommentRow | undefined> {
  return db("album_comment").where({ id: request.commentId, album_id: request.albumId }).first();
}

/** Removes a comment, and that it was made. */
export async function removeComment(db: Database, request: { albumId: string; commentId: string }): Promise<void> {
  await db.transaction(async (trx) => {
    await trx("album_comment").where({ id: request.commentId, album_id: request.albumId }).delete();
    await trx("album_activity").where({ album_id: request.albumId, subject_id: request.commentId }).delete();
  });
}
