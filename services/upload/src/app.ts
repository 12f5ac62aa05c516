import Router from "@koa/router";
import { type Knex, type ObjectStore, renewIdempotencyKeys, ShareUploadTokens, touchReceiving, UploadTokens } from "@mediashare/core";
import { type App, createApp, type Logger, mountRoutes } from "@mediashare/kit";
import { HashThread } from "./hashing/hash-thread.ts";
import { Heartbeat } from "./heartbeat.ts";
import { InFlight } from "./in-flight.ts";
import { linger } from "./linger.ts";
import { heartbeatMs, idempotencyHeader, replayedHeader } from "./media/idempotency.ts";
import { type FormDeps, postMedia } from "./media/post-media.ts";
import { postSharedMedia } from "./media/post-shared-media.ts";
import { uploadPrincipal } from "./principal.ts";
import { uploadRoutes } from "./routes.ts";
import { standingLink } from "./standing-link.ts";
import { duplicateHeader, handleTus, mediaIdHeader } from "./tus/handle-tus.ts";
import { HashMemory } from "./tus/hash-memory.ts";
import { PostgresLocker } from "./tus/postgres-locker.ts";
import type { TusDeps } from "./tus/tus-deps.ts";
import { ownDoor, sharedDoor } from "./tus/tus-door.ts";
import { createUploadMetrics } from "./upload-metrics.ts";

/** Uploads whose running hash is remembered; one takes about half a kilobyte. */
const hashesRemembered = 4_096;

export interface UploadAppOptions {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly logger: Logger;
  readonly authSecret: string;
  readonly siteOrigins: readonly string[];
  readonly maxUploadSizeBytes: number;
  readonly maxFilesPerRequest: number;
  readonly partSizeBytes: number;
  readonly uploadExpiryMs: number;
}

export interface UploadApp extends App {
  readonly hashing: HashThread;
  readonly inFlight: InFlight;
  readonly tus: TusDeps;
}

const tusHeaders = ["Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Defer-Length"];

/** The upload endpoint: forms and tus, over the same store and rows. */
export function createUploadApp(options: UploadAppOptions): UploadApp {
  const { db, originals, logger, maxUploadSizeBytes, maxFilesPerRequest } = options;
  const app = createApp({
    logger,
    origins: {
      allowed: options.siteOrigins,
      methods: ["POST", "HEAD", "PATCH", "DELETE", "OPTIONS"],
      requestHeaders: [...tusHeaders, "Authorization", "Content-Type", "Upload-Checksum", idempotencyHeader, "X-Request-Id", "traceparent"],
      exposedHeaders: [
        ...tusHeaders,
        ...[
          "Location",
          "Upload-Expires",
          "Tus-Version",
          "Tus-Extension",
          "Tus-Max-Size",
          "Tus-Checksum-Algorithm",
          "Retry-After",
          "X-Request-Id",
        ],
        ...[mediaIdHeader, duplicateHeader, replayedHeader],
      ],
    },
  });
  const inFlight = new InFlight();
  const hashing = new HashThread();
  const metrics = createUploadMetrics(app.registry);
  const form: FormDeps = {
    db,
    originals,
    hashing,
    logger,
    maxUploadSizeBytes,
    maxFilesPerRequest,
    partSizeBytes: options.partSizeBytes,
    metrics,
    heartbeat: new Heartbeat({ intervalMs: receivingHeartbeatMs, beat: (ids) => touchReceiving(db, ids), logger }),
    keyHeartbeat: new Heartbeat({ intervalMs: heartbeatMs, beat: (runs) => renewIdempotencyKeys(db, runs), logger }),
  };
  const tus: TusDeps = {
    db,
    originals,
    logger,
    maxUploadSizeBytes,
    metrics,
    partSizeBytes: options.partSizeBytes,
    expiryMs: options.uploadExpiryMs,
    locker: new PostgresLocker({ db, logger }),
    hashes: new HashMemory(hashing, hashesRemembered),
  };
  const router = new Router();
  mountRoutes(
    router,
    uploadRoutes({
      postMedia: (ctx) => postMedia(ctx, form),
      postSharedMedia: (ctx) => postSharedMedia(ctx, form),
      tus: (ctx) => handleTus(ctx, tus, ownDoor(ctx)),
      sharedTus: async (ctx) => handleTus(ctx, tus, sharedDoor(await standingLink(ctx, tus))),
    }),
  );
  app.koa
    .use(inFlight.middleware())
    .use(linger())
    .use(uploadPrincipal({ db, tokens: new UploadTokens(options.authSecret), shareTokens: new ShareUploadTokens(options.authSecret) }))
    .use(router.routes())
    .use(router.allowedMethods());
  return { ...app, hashing, inFlight, tus };
}

const receivingHeartbeatMs = 5_000;
