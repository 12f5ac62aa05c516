import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Knex, migrate, openDatabase, untilMigrated } from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { seedMedia } from "../../support/million.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { waitFor } from "../../support/wait-for.ts";

const program = fileURLToPath(import.meta.resolve("@mediashare/core/migrate"));

describe("the migration of the schema", function () {
  this.timeout(30_000);
  const logger = createLogger({ service: "test", level: "silent" });
  let database: TestDatabase;
  let db: Knex;

  beforeEach(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
    // As a database is that nobody has used yet.
    await db.raw("drop schema public cascade");
    await db.raw("create schema public");
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  const run = async (url = database.url): Promise<{ code: number; said: string }> => {
    const child = spawn(process.execPath, [program], { env: { ...process.env, MEDIASHARE_DATABASE_URL: url } });
    const [said, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit") as Promise<[number]>]);
    return { code, said: said + error };
  };
  const names = (): Promise<readonly string[]> => db("migration").orderBy("id").pluck<string[]>("name");

  it("is done by two processes at once as by one, and a third has nothing to do", async () => {
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ code }) => code)).to.deep.equal([0, 0]);
    const applied = await names();
    expect(applied).to.include("0001-media");
    expect(new Set(applied).size).to.equal(applied.length);
    expect(await migrate(db)).to.deep.equal([]);
  });

  it("is waited for by fleets, which do none of it themselves", async () => {
    let isOver = false;
    const waiting = untilMigrated(db, { logger, intervalMs: 20 }).then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isOver).to.equal(false);
    expect(await db.schema.hasTable("media")).to.equal(false);
    expect((await run()).code).to.equal(0);
    await waitFor("the wait to end", () => isOver);
    await waiting;
  });

  it("does not mind what a newer release has added: one may go back to the release before", async () => {
    await migrate(db);
    await db("migration").insert({ name: "9999-of-a-newer-release", batch: 2, migration_time: new Date() });
    expect((await run()).code).to.equal(0);
    await untilMigrated(db, { logger });
  });

  it("leaves the planner what it knew of the words that are searched, also going back: without, it takes those that all media have for rare", async () => {
    await migrate(db);
    await seedMedia(db, { owners: 2, count: 200 });
    const isKnown = async () => (await db("pg_stats").where({ tablename: "media", attname: "search_text" })).length === 1;
    expect(await isKnown()).to.equal(true);
    const name = "0016-search-dates";
    const { down } = (await import(
      new URL(`../../../services/core/src/db/migrations/${name}.ts`, import.meta.url).href
    )) as Required<Knex.Migration>;
    await down(db);
    expect(await isKnown()).to.equal(true);
    await db("migration").where({ name }).delete();
    expect(await migrate(db)).to.deep.equal([name]);
    expect(await isKnown()).to.equal(true);
  });

  it("ends with what is wrong when the database lets it not in", async () => {
    const url = new URL(database.url);
    url.password = "wrong";
    url.username = "nobody";
    const { code, said } = await run(url.href);
    expect(code).to.not.equal(0);
    expect(said).to.match(/nobody/);
  });
});
