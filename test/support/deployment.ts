import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { healthPaths } from "@mediashare/contract";
import { generateDeliveryKeyPair, type Knex, openDatabase } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import { ffmpegPaths } from "./ffmpeg.ts";
import { authSecret } from "./owner.ts";
import { createTestDatabase } from "./postgres.ts";
import { startSqs } from "./sqs.ts";
import { waitFor } from "./wait-for.ts";

export type Fleet = "upload" | "worker" | "web" | "edge";

const entries: Readonly<Record<Fleet, string>> = {
  upload: "@mediashare/upload/main",
  worker: "@mediashare/worker/main",
  web: "@mediashare/web/main",
  edge: "@mediashare/local/edge",
};

/** One process of a fleet. */
export interface FleetProcess {
  readonly fleet: Fleet;
  readonly pid: number;
  readonly url: string;
  readonly exited: Promise<number | NodeJS.Signals>;
  readonly running: boolean;
  kill(signal: NodeJS.Signals): void;
  log(): Promise<string>;
}

/** A database, queues, a store on disk, and any number of fleet processes over them, as they run in production. */
export interface Deployment {
  readonly db: Knex;
  readonly storagePath: string;
  readonly environment: Readonly<Record<string, string>>;
  start(fleet: Fleet, env?: Readonly<Record<string, string>>): Promise<FleetProcess>;
  stop(): Promise<void>;
}

/** Short lives, so that a test does not wait for what production waits for. */
const quick = {
  MEDIASHARE_LEASE_DURATION: "3s",
  MEDIASHARE_QUEUE_VISIBILITY: "4s",
  MEDIASHARE_SWEEP_INTERVAL: "1s",
  MEDIASHARE_SHUTDOWN_GRACE: "10s",
};

export async function startDeployment(env: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  const database = await createTestDatabase();
  const sqs = await startSqs();
  const queues = await sqs.createQueues();
  const folder = await mkdtemp(join(tmpdir(), "mediashare-deployment-"));
  const keys = await generateDeliveryKeyPair();
  const { ffmpeg, ffprobe } = await ffmpegPaths();
  const environment = {
    ...quick,
    MEDIASHARE_HOST: "127.0.0.1",
    MEDIASHARE_AUTH_SECRET: authSecret,
    MEDIASHARE_DATABASE_URL: database.url,
    MEDIASHARE_STORAGE: "disk",
    MEDIASHARE_STORAGE_PATH: join(folder, "storage"),
    MEDIASHARE_SCRATCH_PATH: folder,
    MEDIASHARE_QUEUE_URL: queues.url,
    MEDIASHARE_DEAD_LETTER_QUEUE_URL: queues.deadLetterUrl,
    MEDIASHARE_QUEUE_ENDPOINT: sqs.endpoint,
    MEDIASHARE_DELIVERY_KEY_PAIR_ID: "TEST",
    MEDIASHARE_DELIVERY_PRIVATE_KEY: keys.privateKey,
    MEDIASHARE_DELIVERY_PUBLIC_KEY: keys.publicKey,
    MEDIASHARE_FFMPEG_PATH: ffmpeg,
    MEDIASHARE_FFPROBE_PATH: ffprobe,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...env,
  };
  const db = openDatabase({ url: environment.MEDIASHARE_DATABASE_URL, poolSize: 8, applicationName: "test" });
  const processes: FleetProcess[] = [];
  return {
    db,
    storagePath: environment.MEDIASHARE_STORAGE_PATH,
    environment,
    start: async (fleet, more = {}) => {
      const logFile = join(folder, `${fleet}-${processes.length}.log`);
      const started = await startFleet(fleet, { ...environment, ...more }, logFile);
      processes.push(started);
      return started;
    },
    stop: async () => {
      for (const each of processes) if (each.running) each.kill("SIGKILL");
      await Promise.all(processes.map(({ exited }) => exited));
      await db.destroy();
      await database.drop();
      await sqs.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startFleet(fleet: Fleet, env: Readonly<Record<string, string>>, logFile: string): Promise<FleetProcess> {
  const port = env.MEDIASHARE_PORT ?? String(await findFreePort());
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve(entries[fleet]))], {
    env: { ...process.env, ...env, MEDIASHARE_PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([
    waitFor(`the ${fleet} process`, () => isReady(url), { timeoutMs: 30_000, intervalMs: 50 }),
    once(child, "exit").then(async ([code]) => {
      throw new Error(`The ${fleet} process ended with ${code}:\n${await readFile(logFile, "utf8")}`);
    }),
  ]);
  return describe(fleet, child, url, logFile);
}

function describe(fleet: Fleet, child: ChildProcess, url: string, logFile: string): FleetProcess {
  const exited = new Promise<number | NodeJS.Signals>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code ?? -1)));
  return {
    fleet,
    pid: child.pid as number,
    url,
    exited,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill: (signal) => child.kill(signal),
    log: () => readFile(logFile, "utf8"),
  };
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url + healthPaths.ready, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}
