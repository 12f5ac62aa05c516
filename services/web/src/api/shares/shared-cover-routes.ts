import { access, deliveryKeys } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { standingShare } from "./open-share.ts";
import * as schema from "./schema.ts";
import type { ShareDeps } from "./share-deps.ts";
import { coverOfShare, largestJpeg } from "./shared-items.ts";
import { shareProblems } from "./shared-routes.ts";

/** Preview cards want about this much (https://ogp.me, and what networks say of it). */
const cardWidth = 1_280;

/** The picture by which other sites show a link. */
export function sharedCoverRoutes(deps: ShareDeps): Route[] {
  const { shareSigner, now } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/cover",
      operationId: "getSharedCover",
      summary: "The picture of preview cards; of links without a password only",
      access: access.link,
      params: schema.tokenParams,
      responses: { 302: { description: "Where it can be had for some minutes" } },
      problems: { ...shareProblems, 404: "share_not_found, no_cover" },
      handler: async (ctx, { params: { token } }) => {
        const link = await standingShare(deps, token);
        const cover = link.password_hash === null ? await coverOfShare(deps, link) : undefined;
        const picture = cover && largestJpeg(cover, cardWidth);
        if (!cover || !picture) throw new ProblemError(404, "no_cover", "There is no picture to show for this link.");
        ctx.redirect(shareSigner.signMedia(cover.id, now()).urlFor(deliveryKeys.generationPrefix(cover.id, cover.generation) + picture[0]));
        ctx.set({ "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow" });
      },
    }),
  ];
}
