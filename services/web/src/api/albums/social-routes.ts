import {
  type AlbumCommentRow,
  access,
  accountNames,
  addComment,
  addLike,
  getAlbumItem,
  getComment,
  listActivity,
  listComments,
  removeComment,
  removeLike,
} from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import type { AlbumDeps } from "./album-deps.ts";
import { cutPage, decodePosition } from "./cursor.ts";
import { requireRight } from "./decide-rights.ts";
import { itemNotFound, type OpenAlbum, openAlbum } from "./open-album.ts";
import * as schema from "./schema.ts";

const position = z.tuple([z.int(), z.uuid()]);

export function socialRoutes({ db }: AlbumDeps): Route[] {
  const presentComments = async (rows: readonly AlbumCommentRow[], { accountId, rights }: OpenAlbum) => {
    const names = await accountNames(
      db,
      rows.map(({ author_id }) => author_id),
    );
    return rows.map((row) => ({
      id: row.id,
      itemId: row.item_id,
      author: { id: row.author_id, name: names.get(row.author_id) ?? "" },
      body: row.body,
      createdAt: row.created_at.toISOString(),
      removable: row.author_id === accountId || rights.moderate,
    }));
  };
  const existingItem = async (albumId: string, itemId: string): Promise<void> => {
    if (!(await getAlbumItem(db, { albumId, itemId }))) throw itemNotFound(itemId);
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}/comments",
      operationId: "listAlbumComments",
      summary: "Comments on an album and its items, latest first",
      access: access.user("albums:read"),
      params: schema.albumParams,
      query: schema.commentsQuery,
      responses: { 200: { description: "A page", schema: schema.commentPage } },
      problems: { 400: "invalid_cursor", 403: "comments_off", 404: "album_not_found" },
      handler: async (ctx, { params, query }) => {
        const opened = await openAlbum(ctx, db, params.id, "comment");
        const before = decodePosition(query.cursor, z.uuid());
        const rows = await listComments(db, { albumId: params.id, itemId: query.item, before, limit: query.limit + 1 });
        const { page, nextCursor } = cutPage(rows, query.limit, ({ id }) => id);
        ctx.body = { items: await presentComments(page, opened), nextCursor };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/comments",
      operationId: "addAlbumComment",
      summary: "Say something about an album, or about one of its items",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.newComment,
      responses: { 201: { description: "The comment", schema: schema.comment } },
      problems: { 403: "comments_off", 404: "album_not_found, item_not_found" },
      handler: async (ctx, { params, body }) => {
        const opened = await openAlbum(ctx, db, params.id, "comment");
        if (body.itemId !== null) await existingItem(params.id, body.itemId);
        const row = await addComment(db, { albumId: params.id, authorId: opened.accountId, ...body });
        ctx.status = 201;
        [ctx.body] = await presentComments([row], opened);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/albums/{id}/comments/{commentId}",
      operationId: "removeAlbumComment",
      summary: "Remove a comment: one's own, or any for the album's owner and editors",
      access: access.user("albums:write"),
      params: schema.commentParams,
      responses: { 204: { description: "It is gone" } },
      problems: { 403: "role_too_low", 404: "album_not_found" },
      handler: async (ctx, { params }) => {
        const { accountId, rights } = await openAlbum(ctx, db, params.id);
        const comment = await getComment(db, { albumId: params.id, commentId: params.commentId });
        if (comment && comment.author_id !== accountId) requireRight(rights, "moderate");
        await removeComment(db, { albumId: params.id, commentId: params.commentId });
        ctx.status = 204;
      },
    }),
    ...likeRoutes("/v1/albums/{id}/like", "Album", schema.albumParams),
    ...likeRoutes("/v1/albums/{id}/items/{itemId}/like", "AlbumItem", schema.itemParams),
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}/activity",
      operationId: "listAlbumActivity",
      summary: "What was done in an album, latest first",
      access: access.user("albums:read"),
      params: schema.albumParams,
      query: schema.activityQuery,
      responses: { 200: { description: "A page", schema: schema.activityPage } },
      problems: { 400: "invalid_cursor", 404: "album_not_found" },
      handler: async (ctx, { params, query }) => {
        await openAlbum(ctx, db, params.id);
        const after = decodePosition(query.cursor, position);
        const rows = await listActivity(db, {
          albumId: params.id,
          after: after && { createdUs: after[0], id: after[1] },
          limit: query.limit + 1,
        });
        const { page, nextCursor } = cutPage(rows, query.limit, (last) => [last.created_us, last.id]);
        const names = await accountNames(
          db,
          page.flatMap(({ actor_id }) => actor_id ?? []),
        );
        ctx.body = {
          items: page.map(({ id, kind, actor_id, count, created_at }) => ({
            id,
            kind,
            actor: actor_id === null ? null : { id: actor_id, name: names.get(actor_id) ?? "" },
            count,
            at: created_at.toISOString(),
          })),
          nextCursor,
        };
      },
    }),
  ];

  function likeRoutes(path: string, what: string, params: z.ZodType<{ id: string; itemId?: string }>): Route[] {
    const common = {
      path,
      access: access.user("albums:write"),
      params,
      problems: { 403: "likes_off", 404: "album_not_found, item_not_found" },
    };
    return [
      defineRoute({
        ...common,
        method: "put",
        operationId: `like${what}`,
        summary: "Like it; once, however often it is sent",
        responses: { 204: { description: "It is liked" } },
        handler: async (ctx, { params: { id, itemId = null } }) => {
          const { accountId } = await openAlbum(ctx, db, id, "like");
          if (itemId !== null) await existingItem(id, itemId);
          await addLike(db, { albumId: id, itemId, accountId });
          ctx.status = 204;
        },
      }),
      defineRoute({
        ...common,
        method: "delete",
        operationId: `unlike${what}`,
        summary: "Take a like back",
        responses: { 204: { description: "It is not liked" } },
        handler: async (ctx, { params: { id, itemId = null } }) => {
          const { accountId } = await openAlbum(ctx, db, id);
          await removeLike(db, { albumId: id, itemId, accountId });
          ctx.status = 204;
        },
      }),
    ];
  }
}
