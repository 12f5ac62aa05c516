import { localOwnerId } from "@mediashare/contract";
import { type Knex, listMediaDays, migrate, openDatabase } from "@mediashare/core";
import { expect } from "chai";
import { seededOwner, seedMedia } from "../../support/million.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";

const migration = "0015-media-months";
const stranger = seededOwner(7);
const program = new URL(`../../../services/core/src/db/migrations/${migration}.ts`, import.meta.url);

describe("the months that the days of a timeline are counted in", () => {
  let database: TestDatabase;
  let db: Knex;
  beforeEach(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  /** As a release counts that has them by day. */
  const counted = async (): Promise<string[]> => {
    const { rows } = await db.raw<{ rows: { day: string }[] }>(
      "select owner_id || ' ' || day || ' ' || items as day from media_day where items > 0 order by owner_id, media_day.day desc",
    );
    return rows.map(({ day }) => day);
  };
  const recounted = async (): Promise<string[]> => {
    const { rows } = await db.raw<{ rows: { day: string }[] }>(
      `select owner_id || ' ' || (timeline_at at time zone 'UTC')::date || ' ' || count(*) as day
       from media where listed group by owner_id, (timeline_at at time zone 'UTC')::date order by owner_id, (timeline_at at time zone 'UTC')::date desc`,
    );
    return rows.map(({ day }) => day);
  };
  const at = (time: string, owner_id = localOwnerId) => insertMedia(db, { owner_id, state: "ready", timeline_at: new Date(time) });

  /** Of two owners, in one statement and in many, at the ends of days, months and years. */
  const change = async (): Promise<void> => {
    for (const time of ["2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z", "2023-12-31T23:30:00Z", "2024-01-01T00:30:00+02:00"])
      await at(time);
    await at("2024-03-31T12:00:00Z", stranger);
    const moved = await at("2024-03-31T12:00:00Z");
    await db("media")
      .where({ id: moved.id })
      .update({ timeline_at: new Date("1969-07-20T20:17:40Z") });
    await db("media").where("timeline_at", ">=", new Date("2024-03-01")).update({ trashed_at: new Date() });
    await db("media").where({ owner_id: stranger }).update({ trashed_at: null });
    await db("media")
      .where("timeline_at", "<", new Date("2024-01-01"))
      .andWhere("timeline_at", ">", new Date("2023-12-31T23:00:00Z"))
      .delete();
  };

  it("are right after media come, move, go and come back, whatever the session's time zone", async () => {
    await db.raw("alter database ?? set timezone to 'Pacific/Kiritimati'", [new URL(database.url).pathname.slice(1)]);
    await db.destroy();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
    await change();
    expect(await counted()).to.deep.equal(await recounted());
    expect(await listMediaDays(db, localOwnerId)).to.deep.equal([
      { month: "2024-02", items: [...Array<number>(28).fill(0), 1] },
      { month: "2023-12", items: [...Array<number>(30).fill(0), 1] },
      { month: "1969-07", items: [...Array<number>(19).fill(0), 1] },
    ]);
  });

  it("are filled in by the migration from the days, which going back makes of them again, kept as before", async () => {
    await change();
    const days = await recounted();
    const { down } = (await import(program.href)) as Required<Knex.Migration>;
    await down(db);
    await db("migration").where({ name: migration }).delete();
    expect(await counted()).to.deep.equal(days);
    await change();
    const more = await recounted();
    expect(more).not.to.deep.equal(days);
    expect(await counted()).to.deep.equal(more);

    expect(await migrate(db)).to.deep.equal([migration]);
    expect(await counted()).to.deep.equal(more);
    await change();
    expect(await counted()).to.deep.equal(await recounted());
  });

  it("are in a seeded database what they are in any", async () => {
    await seedMedia(db, { owners: 2, count: 400 });
    const days = await recounted();
    expect(days).to.have.length(400);
    expect(await counted()).to.deep.equal(days);
  });
});
