import { DeliverySigner, databaseAddress, openDatabase, openStores, storeOptions, untilMigrated } from "@mediashare/core";
import { createLogger, Lifecycle, loadConfig, serve } from "@mediashare/kit";
import { followChanges } from "./api/events/follow-changes.ts";
import { openMailer } from "./mail/mailer.ts";
import { oidcOptions } from "./oidc/oidc-options.ts";
import { mapTiles } from "./site/map-tiles.ts";
import { isSiteBuilt } from "./site/serve-site.ts";
import { webVariables } from "./variables.ts";
import { createWebApp } from "./web-app.ts";

const config = loadConfig(webVariables);
const oidc = oidcOptions(config);
const tiles = mapTiles(config);
const logger = createLogger({ service: "web", level: config.logLevel });
const lifecycle = new Lifecycle({ logger, graceMs: config.shutdownGraceMs });
lifecycle.handleSignals();

const db = openDatabase({ ...databaseAddress(config), poolSize: config.databasePool, applicationName: "mediashare-web" });
lifecycle.onStop("database", () => db.destroy());
await untilMigrated(db, { logger });

const mailer = config.smtpUrl === undefined ? undefined : openMailer({ url: config.smtpUrl, from: config.mailFrom });
lifecycle.onStop("mailer", async () => mailer?.close());
const { originals, renditions } = openStores(storeOptions(config));
const delivery = { deliveryUrl: config.deliveryUrl, keyPairId: config.deliveryKeyPairId, privateKey: config.deliveryPrivateKey };
const app = createWebApp({
  db,
  originals,
  renditions,
  signer: new DeliverySigner({ ...delivery, ttlMs: config.deliveryUrlTtlMs }),
  shareSigner: new DeliverySigner({ ...delivery, ttlMs: config.shareUrlTtlMs }),
  logger,
  authSecret: config.authSecret,
  signUp: config.signUp,
  defaultQuotaBytes: config.defaultQuotaBytes ?? null,
  mailer,
  oidc,
  trustedProxies: config.trustedProxies,
  siteOrigins: config.siteOrigins,
  uploadUrl: config.uploadUrl,
  deliveryUrl: config.deliveryUrl,
  maxUploadSizeBytes: config.maxUploadSizeBytes,
  mapTiles: tiles,
  webhookPrivateTargets: config.webhookPrivateTargets,
  scalingUrl: config.scalingUrl,
});
const changes = followChanges(databaseAddress(config), app.hub, logger);
lifecycle.onStop("listener", () => changes.close());
if (!isSiteBuilt()) logger.warn("the site was not built, only the API is served: run `npm run build`");

app.health.add("database", async () => void (await db.raw("select 1")));
app.health.add("storage", () => originals.check());
const server = await serve(app.koa, { host: config.host, port: config.port });
lifecycle.onStop("server", (graceMs) => server.close(graceMs));
lifecycle.onStop("event streams", async () => app.hub.close());
lifecycle.onStop("readiness", async () => app.health.drain());
logger.info({ port: server.port }, "site is served");
