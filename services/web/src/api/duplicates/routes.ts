import { access, dismissAlike, listAlike, listRenditions } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import type { MediaDeps } from "../media/media-deps.ts";
import { presentSummary, summaryRoles } from "../media/present-media.ts";
import { mediaSummary } from "../media/schema.ts";

const query = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

const groups = z
  .object({
    groups: z.array(z.object({ items: z.array(mediaSummary).min(2) })).meta({ description: "Those with the latest first" }),
  })
  .meta({ id: "DuplicateGroups" });

export type DuplicateGroups = z.infer<typeof groups>;

const kept = z.strictObject({ ids: z.array(z.uuid()).min(2).max(1_000) }).meta({ id: "KeptDuplicates" });

/** Photos that look alike. The same file twice is one media, so these are other sizes, edits and shots of the same moment. */
export function duplicateRoutes({ db, signer, now }: MediaDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/duplicates",
      operationId: "listDuplicates",
      summary: "Photos that look alike, in groups. Those of which all but one are gone, or which are kept, are in none",
      access: access.user("media:read"),
      query,
      responses: { 200: { description: "The first groups; more follow when these are done with", schema: groups } },
      handler: async (ctx, { query: { limit } }) => {
        const found = await listAlike(db, { ownerId: ownerOf(ctx), limit });
        const renditions = Map.groupBy(await listRenditions(db, found.flat(), summaryRoles), ({ media_id }) => media_id);
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = {
          groups: found.map((items) => ({
            items: items.map((media) => presentSummary(media, renditions.get(media.id) ?? [], signer.signMedia(media.id, now()))),
          })),
        };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/duplicates/keep",
      operationId: "keepDuplicates",
      summary: "Keep all of these: they are not listed as alike any more",
      access: access.user("media:write"),
      body: kept,
      responses: { 204: { description: "They are kept" } },
      handler: async (ctx, { body: { ids } }) => {
        await dismissAlike(db, { ids, ownerId: ownerOf(ctx) });
        ctx.status = 204;
      },
    }),
  ];
}
