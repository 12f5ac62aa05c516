import { access } from "@mediashare/core";
import { defineRoute, type RequestState, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { z } from "zod";
import { acceptedItems, mixedItems, sharedItems } from "./media/schema.ts";

type Handler = (ctx: Context & { state: RequestState }) => Promise<void>;

export interface UploadHandlers {
  readonly postMedia: Handler;
  readonly postSharedMedia: Handler;
  readonly tus: Handler;
}

const tusParams = z.object({ id: z.string().meta({ description: "The upload; its media has the same id" }) });
const tusResumable = { "Tus-Resumable": "1.0.0" };
const bytes = { content: { "application/offset+octet-stream": { schema: { type: "string", format: "binary" } } } };
const form = {
  required: true,
  content: {
    "multipart/form-data": {
      schema: { type: "object", required: ["file"], properties: { file: { type: "array", items: { type: "string", format: "binary" } } } },
    },
  },
};
const outcome =
  "`Mediashare-Media-Id` names the media that a finished upload became, `Mediashare-Duplicate: true` says that it was there already";
const away = { 503: "database_unavailable, storage_unavailable", 507: "storage_full" };

/** The operations of the upload fleet. */
export function uploadRoutes(handlers: UploadHandlers): readonly Route[] {
  const tus = { handler: handlers.tus };
  return [
    defineRoute({
      method: "post",
      path: "/v1/media",
      operationId: "postMedia",
      summary:
        "Upload one or many files as a form. Each file is accepted or refused by itself; a fault of the request as a whole (too many files, a file too large, a damaged form, a lost connection) keeps none of them.",
      access: access.user("media:write"),
      requestHeaders: {
        "Idempotency-Key": "Optional: the same request sent again with the same key is done once and answered alike, for 24 hours",
      },
      requestBody: form,
      responses: {
        201: { description: "All files were accepted; `Idempotency-Replayed: true` marks an answer given before", schema: acceptedItems },
        207: { description: "Some files were accepted: those refused have a `problem`", schema: mixedItems },
      },
      problems: {
        400: "no_file, malformed_form, unexpected_field, too_many_fields, invalid_idempotency_key",
        409: "idempotency_running",
        413: "too_large, too_many_files, field_too_large",
        415: "unsupported_type (when no file was accepted), not_a_form",
        422: "empty (when no file was accepted), idempotency_key_reused",
        429: "too_many_requests",
        ...away,
      },
      handler: handlers.postMedia,
    }),
    defineRoute({
      method: "post",
      path: "/v1/shared-media",
      operationId: "postSharedMedia",
      summary: "Add files to a shared album, by a link that allows it. They belong to the album's owner",
      access: access.linkUpload,
      requestBody: form,
      responses: {
        201: { description: "All files were added", schema: sharedItems },
        207: { description: "Some files were added: those refused have a `problem`", schema: sharedItems },
      },
      problems: {
        400: "no_file, malformed_form, unexpected_field, too_many_fields",
        410: "share_ended",
        413: "too_large, too_many_files, field_too_large",
        415: "unsupported_type (when no file was accepted), not_a_form",
        422: "empty (when no file was accepted)",
        429: "too_many_requests",
        ...away,
      },
      handler: handlers.postSharedMedia,
    }),
    defineRoute({
      method: "options",
      path: "/v1/tus",
      operationId: "describeTus",
      summary: "What the tus endpoint can do: versions, extensions, checksum algorithms, largest size",
      access: access.anyone,
      responses: { 204: { description: "In the headers" } },
      ...tus,
    }),
    defineRoute({
      method: "post",
      path: "/v1/tus",
      operationId: "createUpload",
      summary: "Begin a resumable upload (tus 1.0, https://tus.io/protocols/resumable-upload), with its first bytes or without",
      access: access.user("media:write"),
      requestHeaders: {
        ...tusResumable,
        "Upload-Length": "Size of the file in bytes, or `Upload-Defer-Length: 1`",
        "Upload-Metadata": "`filename` and its Base64",
      },
      requestBody: bytes,
      responses: { 201: { description: `Location is the upload's URL, Upload-Expires the time until when it is kept; ${outcome}` } },
      problems: {
        400: "invalid_length, invalid_header",
        412: "tus_version",
        413: "too_large",
        415: "unsupported_type",
        422: "empty",
        429: "too_many_requests",
        ...away,
      },
      ...tus,
    }),
    defineRoute({
      method: "head",
      path: "/v1/tus/{id}",
      operationId: "readUpload",
      summary: "Where an upload stands. A request that is writing it is made to stop",
      access: access.user("media:write"),
      params: tusParams,
      requestHeaders: tusResumable,
      responses: { 200: { description: `Upload-Offset, Upload-Length; ${outcome}` } },
      problems: { 404: "upload_not_found", 410: "upload_expired", 412: "tus_version", 423: "locked" },
      ...tus,
    }),
    defineRoute({
      method: "patch",
      path: "/v1/tus/{id}",
      operationId: "continueUpload",
      summary: "Send bytes. What arrives of a request that breaks off is kept, unless it has an Upload-Checksum",
      access: access.user("media:write"),
      params: tusParams,
      requestHeaders: {
        ...tusResumable,
        "Upload-Offset": "Where the bytes belong",
        "Upload-Checksum": "Optional: algorithm and Base64 digest of this body",
      },
      requestBody: bytes,
      responses: { 204: { description: `Upload-Offset; ${outcome}` } },
      problems: {
        400: "unsupported_checksum, invalid_checksum, invalid_header",
        404: "upload_not_found",
        409: "offset_conflict",
        410: "upload_expired, gone",
        413: "too_large, beyond_length",
        415: "unsupported_type",
        423: "locked, taken_over",
        460: "checksum_mismatch",
        ...away,
      },
      ...tus,
    }),
    defineRoute({
      method: "delete",
      path: "/v1/tus/{id}",
      operationId: "cancelUpload",
      summary: "Cancel an upload that is not finished, and remove what has come of it",
      access: access.user("media:write"),
      params: tusParams,
      requestHeaders: tusResumable,
      responses: { 204: { description: "Cancelled" } },
      problems: { 400: "already_finished", 404: "upload_not_found", 423: "locked" },
      ...tus,
    }),
  ];
}
