import { access, listCameras, listMediaDays, listTimeline, updateManyMedia } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import { decodeCursor } from "./cursor.ts";
import { listQuery, toFilter } from "./list-query.ts";
import type { MediaDeps } from "./media-deps.ts";
import { presentPage } from "./present-page.ts";
import { mediaDays, mediaPage } from "./schema.ts";

/** As many as a page of the API holds, twice. */
const mostAtOnce = 1_000;

const manyChanges = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(mostAtOnce),
    trashed: z.boolean().optional().meta({ description: "Into the trash, or out of it" }),
    favourite: z.boolean().optional(),
  })
  .meta({ id: "ManyMediaChanges" });

/** Operations on an owner's media together. */
export function mediaListRoutes(deps: MediaDeps): Route[] {
  const { db } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/media",
      operationId: "listMedia",
      summary: "The timeline, or what of it fits: latest first, a page at a time",
      access: access.user("media:read"),
      query: listQuery,
      responses: { 200: { description: "A page", schema: mediaPage } },
      problems: { 400: "invalid_cursor, too_many_words" },
      handler: async (ctx, { query }) => {
        const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
        const rows = await listTimeline(db, { ownerId: ownerOf(ctx), filter: toFilter(query), after, limit: query.limit + 1 });
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = presentPage(deps, rows, query.limit, ({ timeline_us: timelineUs, id }) => ({ timelineUs, id }));
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/media",
      operationId: "updateManyMedia",
      summary: "Change many media at once: put them into the trash or take them out, make them favourites or not",
      access: access.user("media:write"),
      body: manyChanges,
      responses: { 200: { description: "How many of them there are", schema: z.object({ changed: z.int().nonnegative() }) } },
      handler: async (ctx, { body: { ids, trashed, favourite } }) => {
        const changes = { ...(trashed === undefined ? {} : { trashed }), ...(favourite === undefined ? {} : { favourite }) };
        ctx.body = { changed: await updateManyMedia(db, { ids, ownerId: ownerOf(ctx) }, changes) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/media/days",
      operationId: "listMediaDays",
      summary: "How many media the timeline has on each day: what it can be laid out from before it is read",
      access: access.user("media:read"),
      responses: { 200: { description: "The days, by month", schema: mediaDays } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = { months: await listMediaDays(db, ownerOf(ctx)) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/media/cameras",
      operationId: "listCameras",
      summary: "The cameras that the media were taken with",
      access: access.user("media:read"),
      responses: { 200: { description: "Maker and model", schema: z.object({ cameras: z.array(z.string()) }) } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = { cameras: await listCameras(db, ownerOf(ctx)) };
      },
    }),
  ];
}
