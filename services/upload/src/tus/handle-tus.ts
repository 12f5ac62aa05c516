import type { RequestState } from "@mediashare/kit";
import { Server } from "@tus/server";
import type { Context } from "koa";
import { v7 as newId } from "uuid";
import { empty } from "../problems.ts";
import { checksumAlgorithms, parseChecksum } from "./checksum.ts";
import type { StopReason } from "./postgres-locker.ts";
import type { TusDeps } from "./tus-deps.ts";
import type { TusDoor } from "./tus-door.ts";
import { tusProblem } from "./tus-problem.ts";
import { fileNameOf, type TusRequest, TusStore } from "./tus-store.ts";

/** Of a finished upload: the media that it became. */
export const mediaIdHeader = "Mediashare-Media-Id";
/** `true` where that media was there already. */
export const duplicateHeader = "Mediashare-Duplicate";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const passedHeaders = [
  "content-length",
  "content-type",
  "tus-resumable",
  "upload-concat",
  "upload-defer-length",
  "upload-length",
  "upload-metadata",
  "upload-offset",
] as const;

/** Answers a tus 1.0 request. The protocol is @tus/server's, one instance a request, so that its store knows whose request it is. */
export async function handleTus(ctx: Context & { state: RequestState }, deps: TusDeps, door: TusDoor): Promise<void> {
  ctx.set("Tus-Resumable", "1.0.0");
  const stopping = new AbortController();
  const request: TusRequest = {
    door,
    body: ctx.req,
    checksum: ctx.method === "PATCH" || ctx.method === "POST" ? parseChecksum(ctx.get("Upload-Checksum")) : undefined,
    stop: stopping.signal,
    traceparent: ctx.state.traceparent,
    lock: undefined,
  };
  const store = new TusStore(deps, request);
  let thrown: unknown;
  const server = new Server({
    path: door.path,
    relativeLocation: true,
    datastore: store,
    maxSize: deps.maxUploadSizeBytes,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => newId(),
    getFileIdFromRequest: (_request, id) => (id !== undefined && uuid.test(id) ? id : undefined),
    locker: deps.locker.forRequest({
      onChange: (lock) => {
        request.lock = lock;
      },
      stop: (reason: StopReason) => stopping.abort(reason),
    }),
    onUploadCreate: async (_request, upload) => {
      if (upload.size === 0) throw empty(fileNameOf(upload));
      return {};
    },
    onResponseError: (_request, error) => {
      thrown = error;
      return undefined;
    },
  });
  const response = await server.handleWeb(bodiless(ctx) as Parameters<Server["handleWeb"]>[0]);
  for (const [name, value] of response.headers) if (!isOurs(name)) ctx.set(name, value);
  if (ctx.method === "OPTIONS") ctx.set("Tus-Checksum-Algorithm", checksumAlgorithms.join(","));
  if (response.status >= 400) throw tusProblem(response.status, await response.text(), thrown);
  // A visitor is told nothing of the owner's library, not even that it had the same file already.
  if (store.outcome && door.linkId === null) {
    ctx.set(mediaIdHeader, store.outcome.mediaId);
    if (store.outcome.duplicate) ctx.set(duplicateHeader, "true");
  }
  ctx.status = response.status;
  if (response.status !== 204) ctx.body = "";
}

/** The request as @tus/server sees it: without the body, which the store reads from its source. */
function bodiless(ctx: Context): Request {
  const headers = new Headers();
  for (const name of passedHeaders) if (ctx.req.headers[name] !== undefined) headers.set(name, ctx.get(name));
  return new Request(new URL(ctx.path, "http://tus"), { method: ctx.method, headers });
}

/** Headers that this service sets itself. */
function isOurs(name: string): boolean {
  return name.startsWith("access-control-") || name === "content-type" || name === "content-length" || name === "connection";
}
