import {
  access,
  addMediaToAlbum,
  addTextToAlbum,
  editAlbumText,
  getAlbumItem,
  listAlbumItems,
  listRenditions,
  moveAlbumItems,
  removeAlbumItems,
} from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { presentPlayback } from "../media/present-media.ts";
import type { AlbumDeps } from "./album-deps.ts";
import { cutPage, decodePosition } from "./cursor.ts";
import { requireRight } from "./decide-rights.ts";
import { itemNotFound, openAlbum } from "./open-album.ts";
import { presentItems, presentText } from "./present-items.ts";
import * as schema from "./schema.ts";

const orderKey = z.string().max(100);
const problems = { 403: "role_too_low", 404: "album_not_found" };

export function albumItemRoutes(deps: AlbumDeps): Route[] {
  const { db, shareSigner, now } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}/items",
      operationId: "listAlbumItems",
      summary: "Media, sections and notes of an album in its own order, a page at a time",
      access: access.user("albums:read"),
      params: schema.albumParams,
      query: schema.itemsQuery,
      responses: { 200: { description: "A page", schema: schema.albumItemPage } },
      problems: { 400: "invalid_cursor", 404: "album_not_found" },
      handler: async (ctx, { params, query }) => {
        const { accountId } = await openAlbum(ctx, db, params.id);
        const after = decodePosition(query.cursor, orderKey);
        const rows = await listAlbumItems(db, { albumId: params.id, after, limit: query.limit + 1 });
        const { page, nextCursor } = cutPage(rows, query.limit, ({ order_key }) => order_key);
        ctx.set("Cache-Control", "private, no-store");
        ctx.body = {
          items: await presentItems(deps, { albumId: params.id, accountId }, page),
          nextCursor,
          urlsExpireAt: shareSigner.expiryAt(now()).toISOString(),
        };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}/items/{itemId}",
      operationId: "getAlbumItem",
      summary: "One item of an album, with what a player needs",
      access: access.user("albums:read"),
      params: schema.itemParams,
      responses: { 200: { description: "The item", schema: schema.albumItemDetail } },
      problems: { 404: "album_not_found, item_not_found" },
      handler: async (ctx, { params }) => {
        const { accountId } = await openAlbum(ctx, db, params.id);
        const item = await getAlbumItem(db, { albumId: params.id, itemId: params.itemId });
        if (!item) throw itemNotFound(params.itemId);
        const { media } = item;
        const [presented] = await presentItems(deps, { albumId: params.id, accountId }, [item]);
        const playback = media ? presentPlayback(media, await listRenditions(db, media)) : { hls: null, storyboard: null };
        ctx.set("Cache-Control", "private, no-store");
        ctx.body = { ...presented, playback };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/items",
      operationId: "addAlbumItems",
      summary: "Put own media at the end of an album",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.newItems,
      responses: { 200: { description: "How many were added", schema: schema.addedItems } },
      problems,
      handler: async (ctx, { params, body }) => {
        const { accountId } = await openAlbum(ctx, db, params.id, "add");
        const added = await addMediaToAlbum(db, { albumId: params.id, ownerId: accountId, mediaIds: body.mediaIds });
        ctx.body = { added: added.length };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/texts",
      operationId: "addAlbumText",
      summary: "Put a section or note between the items",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.newText,
      responses: { 201: { description: "The new item", schema: schema.albumItem } },
      problems,
      handler: async (ctx, { params, body }) => {
        const { accountId } = await openAlbum(ctx, db, params.id, "edit");
        const item = await addTextToAlbum(db, { albumId: params.id, authorId: accountId, ...body });
        ctx.status = 201;
        ctx.body = await presentText(deps, accountId, item);
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/albums/{id}/texts/{itemId}",
      operationId: "editAlbumText",
      summary: "Change the text of a section or note",
      access: access.user("albums:write"),
      params: schema.itemParams,
      body: schema.textChange,
      responses: { 200: { description: "The item", schema: schema.albumItem } },
      problems: { ...problems, 404: "album_not_found, item_not_found" },
      handler: async (ctx, { params, body }) => {
        const { accountId } = await openAlbum(ctx, db, params.id, "edit");
        const item = await editAlbumText(db, { albumId: params.id, itemId: params.itemId, text: body.text });
        if (!item) throw itemNotFound(params.itemId);
        ctx.body = await presentText(deps, accountId, item);
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/items/move",
      operationId: "moveAlbumItems",
      summary: "Put items together before another, in the order given",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.move,
      responses: { 204: { description: "They stand there now" } },
      problems,
      handler: async (ctx, { params, body }) => {
        await openAlbum(ctx, db, params.id, "edit");
        await moveAlbumItems(db, { albumId: params.id, ...body });
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/items/remove",
      operationId: "removeAlbumItems",
      summary: "Take items out of an album: editors any, contributors their own. The media stay with their owners",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.removal,
      responses: { 204: { description: "They are not in it (any more); those of others still are, for a contributor" } },
      problems,
      handler: async (ctx, { params, body }) => {
        const { accountId, rights } = await openAlbum(ctx, db, params.id);
        if (!rights.edit) requireRight(rights, "add");
        const scope = rights.edit ? {} : { onlyAddedBy: accountId };
        await removeAlbumItems(db, { albumId: params.id, actorId: accountId, itemIds: body.itemIds, ...scope });
        ctx.status = 204;
      },
    }),
  ];
}
