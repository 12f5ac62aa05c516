import { randomUUID } from "node:crypto";
import { access, attachmentDisposition, createDownload, getSharedDownload, listSharedMedia, type ShareLinkRow } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { created, lastsMs, mostFiles } from "../downloads/schema.ts";
import { type ZipEntry, zipOriginals } from "../downloads/zip-originals.ts";
import { limitZips } from "./limits.ts";
import { linkCookies } from "./link-cookies.ts";
import { openShare, standingShare } from "./open-share.ts";
import * as schema from "./schema.ts";
import { sendSharedOriginal } from "./send-shared-original.ts";
import type { ShareDeps } from "./share-deps.ts";
import { keepsPlace, sharedFileName } from "./shared-file.ts";
import { shareProblems } from "./shared-routes.ts";

const problems = { ...shareProblems, 403: "password_required, download_off" };
const zipName = "shared.zip";
const leftOutText = "These files are not in this zip.";

/** Originals for whoever has a link that allows it. */
export function sharedDownloadRoutes(deps: ShareDeps): Route[] {
  const { db, originals, now, siteOrigin, logger } = deps;
  const cookies = linkCookies(siteOrigin);
  const open = async (ctx: Context, token: string): Promise<ShareLinkRow> => {
    const link = await openShare(ctx, { db, now, cookies }, token);
    requireDownloads(link);
    return link;
  };
  /** Looks before each file whether the link still gives it: what is revoked meanwhile ends the zip as broken. */
  const inOrder = async function* (token: string, mediaIds: readonly string[]): AsyncGenerator<ZipEntry> {
    for (const [index, mediaId] of mediaIds.entries()) {
      const link = await standingShare({ db, now }, token);
      requireDownloads(link);
      const [media] = await listSharedMedia(db, link, { mediaIds: [mediaId], limit: 1 });
      if (media) yield { media, name: sharedFileName(media, String(index + 1).padStart(4, "0")), withPlace: keepsPlace(media, link) };
    }
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/items/{itemId}/download",
      operationId: "downloadSharedItem",
      summary: "The original of a shared item, under another name; without its place, unless the link's owner gives theirs with it",
      access: access.link,
      params: schema.sharedItemParams,
      responses: {
        200: { description: "The file", contentType: "application/octet-stream" },
        206: { description: "The range of it that was asked for", contentType: "application/octet-stream" },
        302: { description: "Where it can be had for a minute" },
        304: { description: "It is the one that the client has" },
      },
      problems: { ...problems, 404: "share_not_found, item_not_found", 409: "not_downloadable" },
      handler: async (ctx, { params: { token, itemId } }) => {
        const link = await open(ctx, token);
        const [media] = await listSharedMedia(db, link, { itemIds: [itemId], limit: 1 });
        if (!media) throw new ProblemError(404, "item_not_found", "This item is not shared (any more).");
        await sendSharedOriginal(ctx, deps, { media, withPlace: keepsPlace(media, link) });
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/shared/{token}/downloads",
      operationId: "createSharedDownload",
      summary: "Ask for the originals of what is shared, or of some of it, as one zip",
      access: access.link,
      params: schema.tokenParams,
      body: schema.newDownload,
      responses: { 201: { description: "Where it can be had for an hour, while the link stands", schema: created } },
      problems: { ...problems, 422: "too_many_items", 429: "too_many_requests" },
      handler: async (ctx, { params: { token }, body: { itemIds } }) => {
        const link = await open(ctx, token);
        await limitZips(db, ctx.ip);
        const media = await listSharedMedia(db, link, { itemIds, limit: mostFiles + 1 });
        if (media.length > mostFiles)
          throw new ProblemError(422, "too_many_items", `A zip has at most ${mostFiles} files. Choose some of the items.`);
        const row = await createDownload(db, {
          id: randomUUID(),
          owner_id: link.owner_id,
          media_ids: media.map(({ id }) => id),
          // Decided for each file when it is sent.
          with_place: false,
          share_link_id: link.id,
          lastsMs,
        });
        ctx.status = 201;
        ctx.set("Cache-Control", "no-store");
        ctx.body = { id: row.id, path: `/v1/shared/${token}/downloads/${row.id}/zip`, expiresAt: row.expires_at.toISOString() };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/downloads/{downloadId}/zip",
      operationId: "getSharedDownload",
      summary: "The zip. It breaks off where the link ends meanwhile",
      access: access.link,
      params: schema.downloadParams,
      responses: { 200: { description: "The zip", contentType: "application/zip" } },
      problems: { ...problems, 404: "share_not_found, download_not_found" },
      handler: async (ctx, { params: { token, downloadId } }) => {
        const link = await open(ctx, token);
        const row = await getSharedDownload(db, { id: downloadId, linkId: link.id });
        if (!row) throw new ProblemError(404, "download_not_found", "There is no such download, or it has expired. Ask for it again.");
        ctx.set({ "Cache-Control": "no-store", "Content-Disposition": attachmentDisposition(zipName) });
        ctx.type = "application/zip";
        ctx.body = zipOriginals({
          originals,
          entries: inOrder(token, row.media_ids),
          leftOutText,
          onError: (error) => logger.warn({ err: error, link: link.id }, "a zip of a link ended before its end"),
        });
      },
    }),
  ];
}

function requireDownloads(link: ShareLinkRow): void {
  if (!link.allows_download) throw new ProblemError(403, "download_off", "Downloads are turned off for this link.");
}
