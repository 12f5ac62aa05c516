import {
  access,
  deleteMedia,
  findByContent,
  getMedia,
  listRenditions,
  retryMedia,
  type ShownMedia,
  updateManyMedia,
  updateMedia,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import { deleteQuery, mediaChanges, toChanges } from "./changes.ts";
import type { MediaDeps } from "./media-deps.ts";
import { presentDetail, presentSummary } from "./present-media.ts";
import { lookupAnswer, lookupRequest, mediaDetail, mediaParams, mediaSummary } from "./schema.ts";
import { sendOriginal } from "./send-original.ts";

export function mediaRoutes({ db, originals, signer, now }: MediaDeps): Route[] {
  const existing = async (id: string, ownerId: string): Promise<ShownMedia> => {
    const media = await getMedia(db, { id, ownerId });
    if (!media) throw notFound(id);
    return media;
  };

  return [
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
        ctx.body = presentDetail(media, await listRenditions(db, media), signer.signMedia(media.id, now()));
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
      method: "patch",
      path: "/v1/media/{id}",
      operationId: "updateMedia",
      summary: "Say something of a media: caption, favourite, or when and where it was taken",
      access: access.user("media:write"),
      params: mediaParams,
      body: mediaChanges,
      responses: { 200: { description: "The media as it is now", schema: mediaDetail } },
      problems: { 404: "media_not_found" },
      handler: async (ctx, { params, body }) => {
        const media = await updateMedia(db, { id: params.id, ownerId: ownerOf(ctx) }, toChanges(body));
        if (!media) throw notFound(params.id);
        ctx.body = presentDetail(media, await listRenditions(db, media), signer.signMedia(media.id, now()));
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/media/{id}",
      operationId: "deleteMedia",
      summary: "Put a media into the trash, from where it is deleted in time; or delete it at once, and all that was made of it",
      access: access.user("media:write"),
      params: mediaParams,
      query: deleteQuery,
      responses: { 204: { description: "It is there or gone, or was not there before" } },
      handler: async (ctx, { params, query }) => {
        const media = { ids: [params.id], ownerId: ownerOf(ctx) };
        if (query.forever) await deleteMedia(db, media);
        else await updateManyMedia(db, media, { trashed: true });
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
        ctx.body = presentSummary(result.media, signer.signMedia(result.media.id, now()));
      },
    }),
  ];
}

function notFound(id: string): ProblemError {
  return new ProblemError(404, "media_not_found", `There is no media ${id}.`);
}
