import { access, addMediaToAlbum, createAlbum, deleteAlbum, findAlbum, findOrCreateAlbum, listAlbums, updateAlbum } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import type { AlbumDeps } from "./album-deps.ts";
import { cutPage, decodePosition } from "./cursor.ts";
import { openAlbum } from "./open-album.ts";
import { presentAlbum, presentAlbums } from "./present-album.ts";
import { albumChange, albumDetail, albumPage, albumParams, albumsQuery, newAlbum } from "./schema.ts";

const position = z.tuple([z.int(), z.uuid()]);
const notFound = { 404: "album_not_found" };

export function albumRoutes(deps: AlbumDeps): Route[] {
  const { db } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/albums",
      operationId: "listAlbums",
      summary: "Own albums and those of others that one is a member of, last changed first",
      access: access.user("albums:read"),
      query: albumsQuery,
      responses: { 200: { description: "A page", schema: albumPage } },
      problems: { 400: "invalid_cursor" },
      handler: async (ctx, { query: { scope, cursor, limit } }) => {
        const accountId = ownerOf(ctx);
        const after = decodePosition(cursor, position);
        const rows = await listAlbums(db, {
          accountId,
          scope,
          after: after && { updatedUs: after[0], id: after[1] },
          limit: limit + 1,
        });
        const { page, nextCursor } = cutPage(rows, limit, (last) => [last.updated_us, last.id]);
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = { items: await presentAlbums(deps, accountId, page), nextCursor };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums",
      operationId: "createAlbum",
      summary: "Make an album, empty or with own media",
      access: access.user("albums:write"),
      body: newAlbum,
      responses: {
        200: { description: "The album of this title that there was, where `reuse` asks for it", schema: albumDetail },
        201: { description: "The album", schema: albumDetail },
      },
      problems: { 409: "ambiguous_title" },
      handler: async (ctx, { body: { title, description, mediaIds, reuse } }) => {
        const ownerId = ownerOf(ctx);
        const wanted = { owner_id: ownerId, title, description };
        const taken = reuse ? await findOrCreateAlbum(db, wanted) : { album: await createAlbum(db, wanted), made: true };
        if (!taken) throw new ProblemError(409, "ambiguous_title", `You have several albums "${title}". Name the one by its id.`);
        const { album, made } = taken;
        await addMediaToAlbum(db, { albumId: album.id, ownerId, mediaIds });
        ctx.status = made ? 201 : 200;
        ctx.body = await presentAlbum(deps, ownerId, { album, role: "owner" });
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}",
      operationId: "getAlbum",
      summary: "An album, and what one may do in it",
      access: access.user("albums:read"),
      params: albumParams,
      responses: { 200: { description: "The album", schema: albumDetail } },
      problems: notFound,
      handler: async (ctx, { params }) => {
        const opened = await openAlbum(ctx, db, params.id);
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = await presentAlbum(deps, opened.accountId, opened);
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/albums/{id}",
      operationId: "updateAlbum",
      summary: "Change title, description or cover (editors), or whether there are comments and likes (the owner)",
      access: access.user("albums:write"),
      params: albumParams,
      body: albumChange,
      responses: { 200: { description: "The album", schema: albumDetail } },
      problems: { ...notFound, 403: "role_too_low" },
      handler: async (ctx, { params, body }) => {
        const isSetting = body.commentsOn !== undefined || body.likesOn !== undefined;
        const { accountId } = await openAlbum(ctx, db, params.id, isSetting ? "manage" : "edit");
        const change = {
          ...(body.title === undefined ? {} : { title: body.title }),
          ...(body.description === undefined ? {} : { description: body.description }),
          ...(body.coverItemId === undefined ? {} : { cover_item_id: body.coverItemId }),
          ...(body.commentsOn === undefined ? {} : { comments_on: body.commentsOn }),
          ...(body.likesOn === undefined ? {} : { likes_on: body.likesOn }),
        };
        await updateAlbum(db, { albumId: params.id, actorId: accountId, change });
        const opened = await openAlbum(ctx, db, params.id);
        ctx.body = await presentAlbum(deps, accountId, opened);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/albums/{id}",
      operationId: "deleteAlbum",
      summary: "Delete an album with its links, comments and likes; the media stay",
      access: access.user("albums:write"),
      params: albumParams,
      responses: { 204: { description: "It is deleted, or was not there" } },
      problems: { 403: "role_too_low" },
      handler: async (ctx, { params }) => {
        if (await findAlbum(db, { albumId: params.id, accountId: ownerOf(ctx) })) {
          await openAlbum(ctx, db, params.id, "manage");
          await deleteAlbum(db, params.id);
        }
        ctx.status = 204;
      },
    }),
  ];
}
