import { access, deleteMedia, deleteTrashed, listTrash } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import { decodeCursor } from "../media/cursor.ts";
import { pageQuery } from "../media/list-query.ts";
import type { MediaDeps } from "../media/media-deps.ts";
import { presentPage } from "../media/present-page.ts";
import { mediaPage } from "../media/schema.ts";

const batch = 1_000;

const deleted = z.object({ deleted: z.int().nonnegative() });

/** What was put into the trash: it can be looked at and restored, and is deleted for good in time, or when its owner says so. */
export function trashRoutes(deps: MediaDeps): Route[] {
  const { db } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/trash",
      operationId: "listTrash",
      summary: "The trash, what was put there last first, a page at a time",
      access: access.user("media:read"),
      query: pageQuery,
      responses: { 200: { description: "A page", schema: mediaPage } },
      problems: { 400: "invalid_cursor" },
      handler: async (ctx, { query }) => {
        const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
        const rows = await listTrash(db, { ownerId: ownerOf(ctx), after, limit: query.limit + 1 });
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = presentPage(deps, rows, query.limit, ({ trashed_us: timelineUs, id }) => ({ timelineUs, id }));
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/trash",
      operationId: "emptyTrash",
      summary: "Delete for good all that is in the trash",
      access: access.user("media:write"),
      responses: { 200: { description: "How many they were", schema: deleted } },
      handler: async (ctx) => {
        const ownerId = ownerOf(ctx);
        let total = 0;
        for (;;) {
          const count = await deleteTrashed(db, { ownerId, limit: batch });
          total += count;
          if (count < batch) break;
        }
        ctx.body = { deleted: total };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/trash/delete",
      operationId: "deleteFromTrash",
      summary: "Delete these media for good",
      access: access.user("media:write"),
      body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(batch) }).meta({ id: "MediaIds" }),
      responses: { 200: { description: "How many of them there were", schema: deleted } },
      handler: async (ctx, { body }) => {
        ctx.body = { deleted: await deleteMedia(db, { ids: body.ids, ownerId: ownerOf(ctx) }) };
      },
    }),
  ];
}
