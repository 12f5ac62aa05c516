import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeliverySigner, DiskObjectStore, generateDeliveryKeyPair, type Knex, type ObjectStore, openDatabase } from "@mediashare/core";
import { createLogger, serve } from "@mediashare/kit";
import { createWebApp, followChanges, type WebApp, type WebAppOptions } from "@mediashare/web";
import { authSecret } from "./owner.ts";
import { createTestDatabase } from "./postgres.ts";

/** A web server in this process, over a database and a store of its own. */
export interface WebServer {
  readonly url: string;
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
  readonly app: WebApp;
  /** By key pair id: what the signed URLs are verified with. */
  readonly publicKeys: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

export const siteOrigin = "http://photos.example";
export const deliveryUrl = "http://media.example";

export async function startWebServer(settings: Partial<WebAppOptions> & { readonly databaseUrl?: string } = {}): Promise<WebServer> {
  const { databaseUrl, ...options } = settings;
  const database = databaseUrl === undefined ? await createTestDatabase() : { url: databaseUrl, drop: async () => undefined };
  const db = openDatabase({ url: database.url, poolSize: 10, applicationName: "test" });
  const folder = await mkdtemp(join(tmpdir(), "mediashare-web-"));
  const originals = options.originals ?? new DiskObjectStore(join(folder, "originals"));
  const logger = options.logger ?? createLogger({ service: "web", level: process.env.MEDIASHARE_TEST_LOG_LEVEL ?? "silent" });
  const renditions = options.renditions ?? new DiskObjectStore(join(folder, "renditions"));
  const { privateKey, publicKey } = await generateDeliveryKeyPair();
  const app = createWebApp({
    db,
    originals,
    logger,
    renditions,
    signer: new DeliverySigner({ deliveryUrl, keyPairId: "TEST", privateKey, ttlMs: 3_600_000 }),
    shareSigner: new DeliverySigner({ deliveryUrl, keyPairId: "TEST", privateKey, ttlMs: 120_000 }),
    authSecret,
    signUp: "invitation",
    defaultQuotaBytes: null,
    siteOrigins: [siteOrigin],
    uploadUrl: "http://upload.example",
    deliveryUrl,
    maxUploadSizeBytes: 2 ** 30,
    ...options,
  });
  app.health.add("database", async () => void (await db.raw("select 1")));
  const changes = followChanges({ url: database.url }, app.hub, logger);
  const server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${server.port}`,
    db,
    originals,
    renditions,
    app,
    publicKeys: new Map([["TEST", publicKey]]),
    stop: async () => {
      app.hub.close();
      await server.close(0);
      await changes.close();
      await db.destroy();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
