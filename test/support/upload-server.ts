import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskObjectStore, type Knex, type ObjectStore, openDatabase, type Sweep } from "@mediashare/core";
import { createLogger, serve } from "@mediashare/kit";
import { createUploadApp, type UploadApp, type UploadAppOptions, uploadSweeps } from "@mediashare/upload";
import { authSecret } from "./owner.ts";
import { createTestDatabase } from "./postgres.ts";

/** An upload server in this process, over a database and a store of its own. */
export interface UploadServer {
  readonly url: string;
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly app: UploadApp;
  /** A further server over the same database and store, as another pod. */
  another(): Promise<{ url: string; close(): Promise<void> }>;
  /** What is left: rows of every table that an upload writes, objects, multipart uploads. */
  left(): Promise<{ media: number; uploads: number; parts: number; locks: number; tasks: number; objects: string[]; multiparts: number }>;
  sweep(name: string): Promise<number>;
  stop(): Promise<void>;
}

export const nothing = { media: 0, uploads: 0, parts: 0, locks: 0, tasks: 0, objects: [], multiparts: 0 };

export type UploadSettings = Partial<Omit<UploadAppOptions, "db" | "logger">>;

export async function startUploadServer(settings: UploadSettings = {}): Promise<UploadServer> {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, poolSize: 10, applicationName: "test" });
  const folder = await mkdtemp(join(tmpdir(), "mediashare-upload-"));
  const originals = settings.originals ?? new DiskObjectStore(folder);
  const logger = createLogger({ service: "upload", level: process.env.MEDIASHARE_TEST_LOG_LEVEL ?? "silent" });
  const create = () =>
    createUploadApp({
      authSecret,
      siteOrigins: ["http://localhost:8080"],
      maxUploadSizeBytes: 2 ** 30,
      maxFilesPerRequest: 10,
      partSizeBytes: 8 * 2 ** 20,
      uploadExpiryMs: 60 * 60 * 1000,
      ...settings,
      db,
      originals,
      logger,
    });
  const app = create();
  const hashing = [app.hashing];
  const server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${server.port}`,
    db,
    originals,
    app,
    another: async () => {
      const otherApp = create();
      hashing.push(otherApp.hashing);
      const other = await serve(otherApp.koa, { host: "127.0.0.1", port: 0 });
      return { url: `http://127.0.0.1:${other.port}`, close: () => other.close(0) };
    },
    left: async () => ({
      media: await count(db, "media"),
      uploads: await count(db, "upload"),
      parts: await count(db, "upload_part"),
      locks: await count(db, "upload_lock"),
      tasks: await count(db, "task"),
      objects: (await collect(originals.list(""))).map(({ key }) => key),
      multiparts: (await collect(originals.listMultiparts())).length,
    }),
    sweep: async (name) => (uploadSweeps(app.tus).find((sweep) => sweep.name === name) as Sweep).run(),
    stop: async () => {
      await server.close(0);
      await app.inFlight.settle(5_000);
      await Promise.all(hashing.map((thread) => thread.stop()));
      await db.destroy();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function count(db: Knex, table: string): Promise<number> {
  const [row] = await db(table).count<{ count: number }[]>("* as count");
  return Number(row?.count);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
