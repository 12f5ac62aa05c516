import { access, attachmentDisposition, sendObject } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { linkCookies } from "./link-cookies.ts";
import { openShare, standingShare } from "./open-share.ts";
import * as schema from "./schema.ts";
import type { ShareDeps } from "./share-deps.ts";
import { coverOfShare, getSharedItem, largestJpeg } from "./shared-items.ts";
import { shareProblems } from "./shared-routes.ts";

/** Preview cards want about this much (https://ogp.me, and what networks say of it). */
const cardWidth = 1_280;
/** Long enough to begin a download, short enough to end with the link. */
const redirectSeconds = 60;

/** Files that a link gives out itself, rather than by URLs of the CDN. */
export function sharedFileRoutes(deps: ShareDeps): Route[] {
  const { db, renditions, shareSigner, now, siteOrigin } = deps;
  const cookies = linkCookies(siteOrigin);
  return [
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/items/{itemId}/download",
      operationId: "downloadSharedItem",
      summary: "The largest picture of a shared photo, for download. It has no place, camera or file name in it",
      access: access.link,
      params: schema.sharedItemParams,
      responses: {
        200: { description: "The picture", contentType: "image/jpeg" },
        206: { description: "The range of it that was asked for", contentType: "image/jpeg" },
        302: { description: "Where it can be had for a minute" },
        304: { description: "It is the one that the client has" },
      },
      problems: {
        ...shareProblems,
        403: "password_required, download_off",
        404: "share_not_found, item_not_found",
        409: "not_downloadable",
      },
      handler: async (ctx, { params: { token, itemId } }) => {
        const link = await openShare(ctx, { db, now, cookies }, token);
        if (!link.allows_download) throw new ProblemError(403, "download_off", "Downloads are turned off for this link.");
        const item = await getSharedItem(deps, link, itemId);
        if (!item?.media) throw new ProblemError(404, "item_not_found", "This item is not shared (any more).");
        const picture = item.media.kind === "image" ? await largestJpeg(deps, item.media) : undefined;
        if (!picture) throw new ProblemError(409, "not_downloadable", "Only photos that are ready can be downloaded by a link.");
        const fileName = `photo-${itemId.slice(0, 8)}.jpg`;
        const url = await renditions.presignGet(picture.key, { expiresInSeconds: redirectSeconds, fileName });
        if (url !== undefined) {
          ctx.redirect(url);
        } else {
          await sendObject(ctx, renditions, picture.key);
          ctx.set("Content-Disposition", attachmentDisposition(fileName));
        }
        ctx.set("Cache-Control", "private, no-store");
      },
    }),
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
        const picture = cover && (await largestJpeg(deps, cover, cardWidth));
        if (!cover || !picture) throw new ProblemError(404, "no_cover", "There is no picture to show for this link.");
        ctx.redirect(shareSigner.signMedia(cover.id, now()).urlFor(picture.key));
        ctx.set({ "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow" });
      },
    }),
  ];
}
