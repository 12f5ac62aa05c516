import { openStores, storageVariables, storeOptions } from "@mediashare/core";
import { createApp, createLogger, Lifecycle, loadConfig, serve } from "@mediashare/kit";
import { edgeMiddleware, edgeOrigins } from "./edge-middleware.ts";

const config = loadConfig([
  ...storageVariables,
  "MEDIASHARE_HOST",
  "MEDIASHARE_PORT",
  "MEDIASHARE_LOG_LEVEL",
  "MEDIASHARE_SHUTDOWN_GRACE",
  "MEDIASHARE_SITE_ORIGINS",
  "MEDIASHARE_DELIVERY_URL",
  "MEDIASHARE_DELIVERY_KEY_PAIR_ID",
  "MEDIASHARE_DELIVERY_PUBLIC_KEY",
]);
const logger = createLogger({ service: "edge", level: config.logLevel });
const lifecycle = new Lifecycle({ logger, graceMs: config.shutdownGraceMs });
lifecycle.handleSignals();

const { renditions } = openStores(storeOptions(config));
const app = createApp({ logger, origins: edgeOrigins(config.siteOrigins) });
app.health.add("storage", () => renditions.check());
app.koa.use(
  edgeMiddleware({
    store: renditions,
    deliveryUrl: config.deliveryUrl,
    publicKeys: new Map([[config.deliveryKeyPairId, config.deliveryPublicKey]]),
  }),
);
const server = await serve(app.koa, { host: config.host, port: config.port });
lifecycle.onStop("server", (graceMs) => server.close(graceMs));
lifecycle.onStop("readiness", async () => app.health.drain());
logger.info({ port: server.port }, "edge is serving");
