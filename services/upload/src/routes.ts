import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { acceptedItems, mixedItems, sharedItems } from "./media/schema.ts";
import { away, type Handler, tusRoutes } from "./tus/tus-routes.ts";

export interface UploadHandlers {
  readonly postMedia: Handler;
  readonly postSharedMedia: Handler;
  readonly tus: Handler;
  readonly sharedTus: Handler;
}

const form = {
  required: true,
  content: {
    "multipart/form-data": {
      schema: { type: "object", required: ["file"], properties: { file: { type: "array", items: { type: "string", format: "binary" } } } },
    },
  },
};

/** The operations of the upload fleet. */
export function uploadRoutes(handlers: UploadHandlers): readonly Route[] {
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
      handler: handlers.tus,
    }),
    ...tusRoutes({
      path: "/v1/tus",
      access: access.user("media:write"),
      handler: handlers.tus,
      ids: { create: "createUpload", read: "readUpload", continue: "continueUpload", cancel: "cancelUpload" },
      whose: "",
      outcome:
        "; `Mediashare-Media-Id` names the media that a finished upload became, `Mediashare-Duplicate: true` says that it was there already",
      problems: {},
    }),
    ...tusRoutes({
      path: "/v1/shared-tus",
      access: access.linkUpload,
      handler: handlers.sharedTus,
      ids: { create: "createSharedUpload", read: "readSharedUpload", continue: "continueSharedUpload", cancel: "cancelSharedUpload" },
      whose: " of a visitor, by a share link that allows it: when it is whole it goes into the album, and belongs to its owner",
      outcome: "",
      problems: { 410: "share_ended" },
    }),
  ];
}
