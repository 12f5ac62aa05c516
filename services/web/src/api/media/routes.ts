import { access, deleteMedia, findByContent, getMedia, listRenditions, listTimeline, retryMedia, type ShownMedia } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { MediaDeps } from "./media-deps.ts";
import { presentDetail, presentSummary, summaryRoles } from "./present-media.ts";
import { listQuery, lookupAnswer, lookupRequest, mediaDetail, mediaPage, mediaParams, mediaSummary } from "./schema.ts";
import { sendOriginal } from "./send-original.ts";

export function mediaRoutes({ db, originals, signer, now }: MediaDeps): Route[] {
  const existing = async (id: string, ownerId: string): Promise<ShownMedia> => {
    const media = await getMedia(db, { id, ownerId });
    if (!media) throw notFound(id);
    return media;
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/media",
      operationId: "listMedia",
      summary: "The timeline: all media, latest first, a page at a time",
      access: access.user("media:read"),
      query: listQuery,
      responses: { 200: { description: "A page", schema: mediaPage } },
      problems: { 400: "invalid_cursor" },
      handler: async (ctx, { query }) => {
        const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
        const rows = await listTimeline(db, { ownerId: ownerOf(ctx), after, limit: query.limit + 1 });
        const page = rows.slice(0, query.limit);
        const renditions = Map.groupBy(await listRenditions(db, page, summaryRoles), ({ media_id }) => media_id);
        const last = rows.length > page.length ? page.at(-1) : undefined;
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = {
          items: page.map((media) => presentSummary(media, renditions.get(media.id) ?? [], signer.signMedia(media.id, now()))),
          nextCursor: last ? encodeCursor({ timelineUs: last.timeline_us, id: last.id }) : null,
        };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/media/lookup",
      operationId: "lookUpMedia",
      summary: "Which files are there already, by the SHA-256 of their content: what is there need not be sent",
      // Uploading it would tell the same.
      access: access.user("media:write"),
      body: lookupRequest,
      responses: { 200: { description: "Those that are there", schema: lookupAnswer } },
      handler: async (ctx, { body }) => {
        const found = await findByContent(db, { ownerId: ownerOf(ctx), sha256: body.sha256.map((hex) => Buffer.from(hex, "hex")) });
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: found.map(({ id, state, sha256 }) => ({ sha256: sha256.toString("hex"), id, state })) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/media/{id}",
      operationId: "getMedia",
      summary: "One media with its facts, and the URLs to show or play it",
      access: access.user("media:read"),
      params: mediaParams,
      responses: { 200: { description: "The media", schema: mediaDetail } },
      problems: { 404: "media_not_found" },
      handler: async (ctx, { params }) => {
        const media = await existing(params.id, ownerOf(ctx));
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = presentDetail(media, await listRenditions(db, [media]), signer.signMedia(media.id, now()));
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/media/{id}/original",
      operationId: "downloadOriginal",
      summary: "The file as it was uploaded, for download",
      access: access.user("media:read"),
      params: mediaParams,
      requestHeaders: { Range: "Optional: one range of bytes", "If-None-Match": "Optional: ETag of the file that is there" },
      responses: {
        200: { description: "The file", contentType: "application/octet-stream" },
        206: { description: "The range of it that was asked for", contentType: "application/octet-stream" },
        302: { description: "Where the file can be had for 15 minutes" },
        304: { description: "The file is the one that the client has" },
      },
      problems: { 404: "media_not_found, object_not_found", 416: "range_not_satisfiable" },
      handler: async (ctx, { params }) => sendOriginal(ctx, originals, await existing(params.id, ownerOf(ctx))),
    }),
    defineRoute({
      method: "delete",
      path: "/v1/media/{id}",
      operationId: "deleteMedia",
      summary: "Delete a media and all that was made of it",
      access: access.user("media:write"),
      params: mediaParams,
      responses: { 204: { description: "It is deleted, or was not there" } },
      handler: async (ctx, { params }) => {
        await deleteMedia(db, { id: params.id, ownerId: ownerOf(ctx) });
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/media/{id}/retry",
      operationId: "retryMedia",
      summary: "Process a failed media again, from its original",
      access: access.user("media:write"),
      params: mediaParams,
      responses: { 202: { description: "It waits to be processed", schema: mediaSummary } },
      problems: { 404: "media_not_found", 409: "not_failed, superseded" },
      handler: async (ctx, { params }) => {
        const result = await retryMedia(db, { id: params.id, ownerId: ownerOf(ctx), traceparent: ctx.state.traceparent });
        if (result.outcome === "gone") throw notFound(params.id);
        if (result.outcome === "not_failed")
          throw new ProblemError(409, "not_failed", `Only what has failed can be tried again; this is ${result.state}.`);
        if (result.outcome === "superseded")
          throw new ProblemError(409, "superseded", `The same file was uploaded again meanwhile, as ${result.by}. Delete this one.`);
        ctx.status = 202;
        ctx.body = presentSummary(result.media, [], signer.signMedia(result.media.id, now()));
      },
    }),
  ];
}

function notFound(id: string): ProblemError {
  return new ProblemError(404, "media_not_found", `There is no media ${id}.`);
}
