import { createWriteStream } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSqsClient, databaseAddress, openDatabase, SqsTaskQueue } from "@mediashare/core";
import { createLogger, DomainError, Lifecycle, parseEnv } from "@mediashare/kit";
import { printBanner } from "./banner.ts";
import { openDataFolder } from "./data-folder.ts";
import { assertEnterable } from "./embedded/assert-enterable.ts";
import { embeddedCredentials } from "./embedded/queue-urls.ts";
import { fleetEnvironment } from "./fleet-environment.ts";
import { claimPort, findFreePort } from "./free-port.ts";
import { openLocalAccount } from "./local-account.ts";
import { locateFfmpeg } from "./locate-ffmpeg.ts";
import { openBrowser } from "./open-browser.ts";
import { ScalingReporter } from "./pool/scaling-reporter.ts";
import { startWorkerPool } from "./pool/worker-pool.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { answersReady, saysReady } from "./ready.ts";
import { loadSettings } from "./settings.ts";
import { signInUrl } from "./sign-in/sign-in-url.ts";
import { buildSite } from "./site-build.ts";
import { Supervised, type SupervisedOptions } from "./supervised.ts";

const graceMs = 15_000;
const extension = extname(import.meta.url);
const packageScript = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));
const ownScript = (name: string): string => fileURLToPath(new URL(`./${name}${extension}`, import.meta.url));

try {
  await main();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = loadSettings();
  const folder = await openDataFolder(settings.dataPath);
  const logger = createLogger(
    { service: "local", level: settings.logLevel },
    createWriteStream(join(folder.logs, "supervisor.log"), { flags: "a" }),
  );
  const lifecycle = new Lifecycle({ logger, graceMs: 2 * graceMs });
  lifecycle.onStop("data folder", () => folder.release());
  lifecycle.handleSignals();

  await claimPort(settings.webPort, "MEDIASHARE_WEB_PORT");
  await claimPort(settings.uploadPort, "MEDIASHARE_UPLOAD_PORT");
  await claimPort(settings.edgePort, "MEDIASHARE_EDGE_PORT");
  const ports = { postgres: await findFreePort(), queue: await findFreePort(), scaling: await findFreePort() };
  const ffmpeg = await locateFfmpeg({ ffmpeg: settings.ffmpegPath, ffprobe: settings.ffprobePath });
  const environment = fleetEnvironment(settings, folder, ports, ffmpeg);
  await buildSite();

  const supervise = (
    name: string,
    options: Pick<SupervisedOptions, "script" | "ready" | "args"> & { env?: Record<string, string>; tell?: string },
  ): Supervised =>
    new Supervised({ ...options, name, env: { ...environment, ...options.env }, logFile: join(folder.logs, `${name}.log`), logger });

  const run = async (process: Supervised, name: string): Promise<void> => {
    lifecycle.onStop(name, () => process.stop(graceMs));
    await process.start();
  };

  if (settings.embedded.postgres) {
    await assertEnterable(folder.path);
    const args = [folder.postgres, String(ports.postgres)];
    await run(
      supervise("postgres", { script: ownScript("embedded/postgres-server"), args, ready: saysReady, tell: folder.databasePassword }),
      "postgres",
    );
  }
  if (settings.embedded.queue) {
    await run(
      supervise("queue", { script: ownScript("embedded/queue-server"), args: [folder.queue, String(ports.queue)], ready: saysReady }),
      "queue",
    );
  }
  const fleet = (name: string, entry: string, port: number): Promise<void> =>
    run(supervise(name, { script: entry, env: { MEDIASHARE_PORT: String(port) }, ready: answersReady(port) }), name);
  const shared = parseEnv(
    [
      "MEDIASHARE_DATABASE_URL",
      "MEDIASHARE_DATABASE_CA",
      "MEDIASHARE_AUTH_SECRET",
      "MEDIASHARE_QUEUE_URL",
      "MEDIASHARE_QUEUE_ENDPOINT",
      "MEDIASHARE_REGION",
    ],
    environment,
  );
  const db = openDatabase({ ...databaseAddress(shared), poolSize: 2, applicationName: "mediashare-local" });
  lifecycle.onStop("database", () => db.destroy());
  await prepareDatabase(db);
  // Before the site is there: nobody else can be its first visitor.
  const isHome = await openLocalAccount(db, folder.tokenFile);
  await Promise.all([
    fleet("upload", packageScript("@mediashare/upload/main"), settings.uploadPort),
    fleet("web", packageScript("@mediashare/web/main"), settings.webPort),
    fleet("edge", ownScript("edge/main"), settings.edgePort),
  ]);

  const reporter = new ScalingReporter();
  const reporting = await reporter.listen(ports.scaling);
  lifecycle.onStop("scaling report", () => reporting.close());
  const pool = await startWorkerPool({
    db,
    queue: new SqsTaskQueue(
      createSqsClient({
        ...shared,
        endpoint: shared.queueEndpoint,
        ...(settings.embedded.queue ? { credentials: embeddedCredentials } : {}),
      }),
      shared.queueUrl,
    ),
    max: settings.workersMax,
    logger,
    launch: (name, port) =>
      supervise(name, {
        script: packageScript("@mediashare/worker/main"),
        env: { MEDIASHARE_PORT: String(port) },
        ready: answersReady(port),
      }),
    graceMs,
    onDecision: (decision) => reporter.decided(decision),
  });
  lifecycle.onStop("workers", () => pool.stop());

  const siteUrl = isHome ? await signInUrl(settings.webPort, shared.authSecret) : `http://localhost:${settings.webPort}/`;
  printBanner({ settings, folder, ffmpeg, siteUrl, isHome });
  if (settings.openBrowser) openBrowser(siteUrl);
}
