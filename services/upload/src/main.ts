import {
  createSqsClient,
  databaseAddress,
  emptyTrash,
  failDeadLetters,
  forgetWebhookDeliveries,
  keepStorageSummary,
  namePlaces,
  openDatabase,
  openStores,
  removeDeleted,
  removeExpiredAccess,
  removeSuperseded,
  requeueLost,
  SqsTaskQueue,
  startRelay,
  startSweeps,
  startWebhooks,
  storeOptions,
  untilMigrated,
  watchOperation,
  webhookSecrets,
} from "@mediashare/core";
import { createLogger, Lifecycle, loadConfig, serve } from "@mediashare/kit";
import { createUploadApp } from "./app.ts";
import { startIntake } from "./intake/start-intake.ts";
import { uploadSweeps } from "./sweeps/upload-sweeps.ts";
import { uploadVariables } from "./variables.ts";

/** Kept back of the grace period, for uploads that were cut off to store what they have. */
const storingMs = 3_000;

const config = loadConfig(uploadVariables);
const logger = createLogger({ service: "upload", level: config.logLevel });
const lifecycle = new Lifecycle({ logger, graceMs: config.shutdownGraceMs });
lifecycle.handleSignals();

const db = openDatabase({ ...databaseAddress(config), poolSize: config.databasePool, applicationName: "mediashare-upload" });
lifecycle.onStop("database", () => db.destroy());
await untilMigrated(db, { logger });

const stores = openStores(storeOptions(config));
const sqs = createSqsClient({ region: config.region, endpoint: config.queueEndpoint });
const queue = new SqsTaskQueue(sqs, config.queueUrl);
const deadLetters = new SqsTaskQueue(sqs, config.deadLetterQueueUrl);

const app = createUploadApp({
  db,
  originals: stores.originals,
  logger,
  authSecret: config.authSecret,
  siteOrigins: config.siteOrigins,
  maxUploadSizeBytes: config.maxUploadSizeBytes,
  maxFilesPerRequest: config.maxFilesPerRequest,
  partSizeBytes: config.uploadPartSizeBytes,
  uploadExpiryMs: config.uploadExpiryMs,
});
app.health.add("database", async () => void (await db.raw("select 1")));
app.health.add("storage", () => stores.originals.check());
// Not the queue: files are taken in without it, and their messages wait in the outbox.

const relay = startRelay({ db, database: databaseAddress(config), queue, logger, registry: app.registry });
lifecycle.onStop("outbox relay", () => relay.stop());

const sweeps = startSweeps({
  db,
  logger,
  intervalMs: config.sweepIntervalMs,
  sweeps: [
    ...uploadSweeps(app.tus),
    namePlaces({ db }),
    requeueLost({ db, queue, graceMs: 2 * config.queueVisibilityMs }),
    failDeadLetters({ db, deadLetters }),
    emptyTrash({ db, retentionMs: config.trashRetentionMs }),
    removeDeleted({ db, ...stores }),
    { name: "expired-access", run: () => removeExpiredAccess(db) },
    removeSuperseded({ db, renditions: stores.renditions }),
    forgetWebhookDeliveries({ db }),
    keepStorageSummary({ db }),
  ],
});
lifecycle.onStop("sweeps", () => sweeps.stop());

watchOperation({ db, registry: app.registry });
const webhooks = startWebhooks({
  db,
  database: databaseAddress(config),
  allowPrivate: config.webhookPrivateTargets,
  secrets: webhookSecrets(config.authSecret),
  logger,
  registry: app.registry,
});
lifecycle.onStop("webhooks", () => webhooks.stop());

if (config.storageEventsQueueUrl) {
  const intake = startIntake({ db, originals: stores.originals, queue: new SqsTaskQueue(sqs, config.storageEventsQueueUrl), logger });
  lifecycle.onStop("intake", () => intake.stop());
}

lifecycle.onStop("hashing", () => app.hashing.stop());
lifecycle.onStop("uploads", (graceMs) => app.inFlight.settle(graceMs));
const server = await serve(app.koa, { host: config.host, port: config.port });
lifecycle.onStop("server", (graceMs) => server.close(Math.max(0, graceMs - storingMs)));
lifecycle.onStop("readiness", async () => app.health.drain());
logger.info({ port: server.port }, "upload server is taking files");
