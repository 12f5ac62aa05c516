import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { createSqsClient, databaseAddress, openDatabase, openStores, SqsTaskQueue, storeOptions, untilMigrated } from "@mediashare/core";
import { createApp, createLogger, Lifecycle, loadConfig, serve } from "@mediashare/kit";
import { openTaskSecondsPublisher } from "./cloudwatch/open-publisher.ts";
import { startConsumer } from "./consumer.ts";
import { DecoderPool } from "./decoder/decoder-pool.ts";
import { drainEndpoint } from "./drain-endpoint.ts";
import { probeFfmpegVersion } from "./ffmpeg/probe-version.ts";
import { ffmpegSettings } from "./ffmpeg-settings.ts";
import { followPause } from "./follow-pause.ts";
import { handleMessage } from "./handle-message.ts";
import { createHandlers } from "./tasks/create-handlers.ts";
import { workerVariables } from "./variables.ts";
import { defaultPlanSettings } from "./video/plan/settings.ts";
import { createWorkerMetrics } from "./worker-metrics.ts";

/** How long tasks may go on after SIGTERM before they are released: a photo ends in that time, a video's rest is another worker's. */
const finishWindowMs = 2_000;

const config = loadConfig(workerVariables);
const logger = createLogger({ service: "worker", level: config.logLevel });
const lifecycle = new Lifecycle({ logger, graceMs: config.shutdownGraceMs });
lifecycle.handleSignals();

const db = openDatabase({ ...databaseAddress(config), poolSize: config.databasePool, applicationName: "mediashare-worker" });
lifecycle.onStop("database", () => db.destroy());
await untilMigrated(db, { logger });

const stores = openStores(storeOptions(config));
const queue = new SqsTaskQueue(createSqsClient({ region: config.region, endpoint: config.queueEndpoint }), config.queueUrl);
const app = createApp({ logger });
const published = openTaskSecondsPublisher(config, { registry: app.registry, logger });
lifecycle.onStop("cloudwatch", (graceMs) => published.close(graceMs));
const metrics = createWorkerMetrics(app.registry, (seconds) => published.record(seconds));

const decoder = await DecoderPool.open({ size: config.workerConcurrency, memoryBytes: config.decoderMemoryBytes });
lifecycle.onStop("decoder", () => decoder.close());

const ffmpeg = await probeFfmpegVersion(config.ffmpegPath);
const handlers = createHandlers({
  db,
  ...stores,
  decoder,
  metrics,
  ffmpeg: ffmpegSettings(config),
  videoPlan: { ...defaultPlanSettings, maxDurationMs: config.maxVideoDurationMs, canToneMap: ffmpeg.canToneMap },
  image: { format: config.imageFormat, maxPixels: config.maxImagePixels },
  scratchPath: config.scratchPath,
});
const worker = `${hostname()}/${randomUUID()}`;
const consumer = startConsumer({
  queue,
  concurrency: config.workerConcurrency,
  visibilityMs: config.queueVisibilityMs,
  finishWindowMs,
  logger,
  handle: (message, shutdown) =>
    handleMessage(
      message,
      {
        db,
        queue,
        handlers,
        worker,
        leaseMs: config.leaseDurationMs,
        visibilityMs: config.queueVisibilityMs,
        maxAttempts: config.taskMaxAttempts,
        logger,
        metrics,
      },
      shutdown,
    ),
});
lifecycle.onStop("consumer", () => consumer.stop());
const pause = followPause({ db, consumer, metrics, logger });
lifecycle.onStop("pause", () => pause.stop());

app.health.add("database", async () => void (await db.raw("select 1")));
app.health.add("queue", () => queue.check());
app.health.add("storage", () => stores.originals.check());
app.koa.use(drainEndpoint(consumer));
const server = await serve(app.koa, { host: config.host, port: config.port });
lifecycle.onStop("server", (graceMs) => server.close(graceMs));
lifecycle.onStop("readiness", async () => app.health.drain());
logger.info({ port: server.port, worker, ffmpeg: ffmpeg.version }, "worker is taking tasks");
