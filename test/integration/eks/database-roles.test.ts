import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { type Knex, migrate, openDatabase } from "@mediashare/core";
import { loginUser, ownerRole, rolesSql, urlTemplate } from "@mediashare/eks";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

const database = "mediashare_roles";
const clone = `${loginUser}_clone`;

/** What External Secrets makes of a secret, but without TLS, which the test's server does not speak. */
function urlOf(server: URL, username: string, password: string): string {
  const fields: Record<string, string> = { username, password, host: server.hostname, port: server.port, dbname: database };
  return urlTemplate.replace(/\{\{ \.(\w+) \}\}/g, (_all, field: string) => fields[field] ?? "").replace("verify-full", "disable");
}

describe("the database's roles on AWS", function () {
  this.timeout(120_000);
  let own: TestDatabase;
  let server: URL;
  let admin: Knex;
  const open: Knex[] = [];

  const connect = (url: string): Knex => {
    const db = openDatabase({ url, poolSize: 2, applicationName: "test" });
    open.push(db);
    return db;
  };

  /** As the Job does it. */
  const runJob = async (user: string, password: string): Promise<void> => {
    const env = {
      ...process.env,
      PGHOST: server.hostname,
      PGPORT: server.port,
      PGDATABASE: database,
      PGUSER: "administrator",
      PGPASSWORD: "admin",
    };
    const psql = spawn("psql", ["--no-psqlrc", "--quiet", `--set=user=${user}`, `--set=password=${password}`, "--file=-"], {
      env,
      stdio: ["pipe", "ignore", "inherit"],
    });
    psql.stdin.end(rolesSql);
    const [status] = await once(psql, "exit");
    expect(status, "psql").to.equal(0);
  };

  before(async function () {
    const hasPsql = await promisify(execFile)("psql", ["--version"]).then(
      () => true,
      () => false,
    );
    if (!hasPsql) {
      console.log("      no psql on PATH");
      return this.skip();
    }
    own = await createTestDatabase();
    server = new URL(own.url);
    admin = connect(own.url);
    // As RDS has it: no superuser, but the owner of the database.
    await admin.raw("create role administrator login createrole createdb password 'admin'");
    await admin.raw(`create database ${database} owner administrator template template0`);
  });

  after(async () => {
    if (!own) return;
    const [own0, ...others] = open;
    for (const db of others) await db.destroy();
    await admin.raw(`drop database if exists ${database} with (force)`);
    for (const role of [clone, loginUser, ownerRole, "administrator"]) await admin.raw(`drop role if exists ${role}`);
    await own0?.destroy();
    await own.drop();
  });

  it("are made once; doing it again changes nothing, not even a rotated password", async () => {
    await runJob(loginUser, "first");
    await runJob(loginUser, "second");
    const db = connect(urlOf(server, loginUser, "first"));
    const { rows } = await db.raw("select current_user, session_user");
    expect(rows).to.deep.equal([{ current_user: ownerRole, session_user: loginUser }]);
  });

  it("let the fleets migrate, and after a rotation the other user goes on with what the first one made, and the other way round", async () => {
    const first = connect(urlOf(server, loginUser, "first"));
    await migrate(first);
    // What AWS's rotation does as the administrator: SecretsManagerRDSPostgreSQLRotationMultiUser.
    const administrator = connect(`postgres://administrator:admin@${server.host}/${database}`);
    await administrator.raw(`create user ${clone} with password 'cloned'`);
    await administrator.raw(`grant ${loginUser} to ${clone}`);
    await runJob(clone, "cloned");

    const second = connect(urlOf(server, clone, "cloned"));
    await migrate(second);
    await second.raw("create table made_by_clone (id int)");
    await first.raw("alter table made_by_clone add column more int");
    await second.raw("alter table media add column made_later int");
    const owners = await first("pg_tables").where({ schemaname: "public" }).distinct("tableowner");
    expect(owners).to.deep.equal([{ tableowner: ownerRole }]);
  });
});
