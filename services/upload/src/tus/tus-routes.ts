import { defineRoute, type RequestState, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { z } from "zod";

export type Handler = (ctx: Context & { state: RequestState }) => Promise<void>;

/** What every upload may meet. */
export const away = { 503: "database_unavailable, hashing_stopped, storage_unavailable", 507: "storage_full" };

export interface TusRouteOptions {
  readonly path: string;
  readonly access: Route["access"];
  readonly handler: Handler;
  readonly ids: Readonly<Record<"create" | "read" | "continue" | "cancel", string>>;
  /** Goes on after "a resumable upload". */
  readonly whose: string;
  /** What answers say of a finished upload. */
  readonly outcome: string;
  /** That each request may meet besides. */
  readonly problems: Readonly<Record<number, string>>;
}

const params = z.object({ id: z.string().meta({ description: "The upload; its media has the same id" }) });
const resumable = { "Tus-Resumable": "1.0.0" };
const bytes = { content: { "application/offset+octet-stream": { schema: { type: "string", format: "binary" } } } };

/** tus 1.0 at one place; both places have the same protocol, store and rows. */
export function tusRoutes({ path, access, handler, ids, whose, outcome, problems }: TusRouteOptions): readonly Route[] {
  const withOthers = (own: Readonly<Record<number, string>>): Record<number, string> => ({
    ...own,
    ...Object.fromEntries(
      Object.entries(problems).map(([status, codes]) => [status, [own[Number(status)], codes].filter(Boolean).join(", ")]),
    ),
  });
  return [
    defineRoute({
      method: "post",
      path,
      operationId: ids.create,
      summary: `Begin a resumable upload${whose} (tus 1.0, https://tus.io/protocols/resumable-upload), with its first bytes or without`,
      access,
      requestHeaders: {
        ...resumable,
        "Upload-Length": "Size of the file in bytes, or `Upload-Defer-Length: 1`",
        "Upload-Metadata": "`filename` and its Base64",
      },
      requestBody: bytes,
      responses: { 201: { description: `Location is the upload's URL, Upload-Expires the time until when it is kept${outcome}` } },
      problems: withOthers({
        400: "invalid_length, invalid_header",
        412: "tus_version",
        413: "too_large",
        415: "unsupported_type",
        422: "empty",
        429: "too_many_requests",
        ...away,
      }),
      handler,
    }),
    defineRoute({
      method: "head",
      path: `${path}/{id}`,
      operationId: ids.read,
      summary: "Where an upload stands. A request that is writing it is made to stop",
      access,
      params,
      requestHeaders: resumable,
      responses: { 200: { description: `Upload-Offset, Upload-Length${outcome}` } },
      problems: withOthers({ 404: "upload_not_found", 410: "upload_expired", 412: "tus_version", 423: "locked" }),
      handler,
    }),
    defineRoute({
      method: "patch",
      path: `${path}/{id}`,
      operationId: ids.continue,
      summary: "Send bytes. What arrives of a request that breaks off is kept, unless it has an Upload-Checksum",
      access,
      params,
      requestHeaders: {
        ...resumable,
        "Upload-Offset": "Where the bytes belong",
        "Upload-Checksum": "Optional: algorithm and Base64 digest of this body",
      },
      requestBody: bytes,
      responses: { 204: { description: `Upload-Offset${outcome}` } },
      problems: withOthers({
        400: "unsupported_checksum, invalid_checksum, invalid_header",
        404: "upload_not_found",
        409: "offset_conflict",
        410: "upload_expired, gone",
        413: "too_large, beyond_length",
        415: "unsupported_type",
        423: "locked, taken_over",
        460: "checksum_mismatch",
        ...away,
      }),
      handler,
    }),
    defineRoute({
      method: "delete",
      path: `${path}/{id}`,
      operationId: ids.cancel,
      summary: "Cancel an upload that is not finished, and remove what has come of it",
      access,
      params,
      requestHeaders: resumable,
      responses: { 204: { description: "Cancelled" } },
      problems: withOthers({ 400: "already_finished", 404: "upload_not_found", 423: "locked" }),
      handler,
    }),
  ];
}
