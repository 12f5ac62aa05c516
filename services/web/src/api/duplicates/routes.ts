import { access, dismissAlike, listAlike } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import type { MediaDeps } from "../media/media-deps.ts";
import { presentSummaries } from "../media/present-page.ts";
import * as schema from "./schema.ts";

/** Photos that look alike. The same file twice is one media, so these are other sizes, edits and shots of the same moment. */
export function duplicateRoutes(deps: MediaDeps): Route[] {
  const { db } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/duplicates",
      operationId: "listDuplicates",
      summary: "Photos that look alike, in groups. Those of which all but one are gone, or which are kept, are in none",
      access: access.user("media:read"),
      query: schema.query,
      responses: { 200: { description: "The first groups; more follow when these are done with", schema: schema.groups } },
      handler: async (ctx, { query: { limit } }) => {
        const found = await listAlike(db, { ownerId: ownerOf(ctx), limit });
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = { groups: found.map((items) => ({ items: presentSummaries(deps, items) })) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/duplicates/keep",
      operationId: "keepDuplicates",
      summary: "Keep all of these: they are not listed as alike any more",
      access: access.user("media:write"),
      body: schema.kept,
      responses: { 204: { description: "They are kept" } },
      handler: async (ctx, { body: { ids } }) => {
        await dismissAlike(db, { ids, ownerId: ownerOf(ctx) });
        ctx.status = 204;
      },
    }),
  ];
}
