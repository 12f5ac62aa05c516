import { randomUUID } from "node:crypto";
import { access, attachmentDisposition, createDownload, getDownload, getMedia, listMediaById } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import type { MediaDeps } from "../media/media-deps.ts";
import { created, lastsMs, request } from "./schema.ts";
import { type ZipEntry, zipOriginals } from "./zip-originals.ts";

const batch = 200;
const leftOutText =
  "These files are not in this zip. What is left out because of its place can be downloaded by itself, or in a zip with places.";

/** Originals of many media as one zip: asked for first, so that a browser can save it like any file. */
export function downloadRoutes({ db, originals, logger }: MediaDeps): Route[] {
  const inOrder = async function* (ids: readonly string[], ownerId: string, withPlace: boolean): AsyncGenerator<ZipEntry> {
    for (let start = 0; start < ids.length; start += batch) {
      const part = ids.slice(start, start + batch);
      const rows = new Map((await listMediaById(db, { ids: part, ownerId })).map((row) => [row.id, row]));
      for (const id of part) {
        const media = rows.get(id);
        if (!media) continue;
        yield { media, name: media.file_name, withPlace };
        const moving = media.live_video && (await getMedia(db, { id: media.live_video, ownerId }));
        if (moving) yield { media: moving, name: moving.file_name, withPlace };
      }
    }
  };
  return [
    defineRoute({
      method: "post",
      path: "/v1/downloads",
      operationId: "createDownload",
      summary: "Ask for the originals of many media as one zip",
      access: access.user("media:read"),
      body: request,
      responses: { 201: { description: "Where it can be had for an hour", schema: created } },
      handler: async (ctx, { body }) => {
        const ids = [...new Set(body.ids)];
        const row = await createDownload(db, {
          id: randomUUID(),
          owner_id: ownerOf(ctx),
          media_ids: ids,
          with_place: body.withPlace,
          lastsMs,
        });
        ctx.status = 201;
        ctx.body = { id: row.id, path: `/v1/downloads/${row.id}/zip`, expiresAt: row.expires_at.toISOString() };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/downloads/{id}/zip",
      operationId: "getDownload",
      summary: "The zip; what was deleted meanwhile is not in it",
      access: access.user("media:read"),
      params: z.object({ id: z.uuid() }),
      responses: { 200: { description: "The zip", contentType: "application/zip" } },
      problems: { 404: "download_not_found" },
      handler: async (ctx, { params }) => {
        const ownerId = ownerOf(ctx);
        const row = await getDownload(db, { id: params.id, ownerId });
        if (!row) throw new ProblemError(404, "download_not_found", "There is no such download, or it has expired. Ask for it again.");
        ctx.set({ "Cache-Control": "no-store", "Content-Disposition": attachmentDisposition("mediashare.zip") });
        ctx.type = "application/zip";
        ctx.body = zipOriginals({
          originals,
          entries: inOrder(row.media_ids, ownerId, row.with_place),
          leftOutText,
          onError: (error) => logger.warn({ err: error, download: row.id }, "a zip ended before its end"),
        });
      },
    }),
  ];
}
