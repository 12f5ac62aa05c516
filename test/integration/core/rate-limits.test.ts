import { type Knex, openDatabase, rateLimits, removeExpiredAccess, requirePermit, takePermit } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

describe("rate limits", () => {
  let database: TestDatabase;
  let db: Knex;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 10, applicationName: "test" });
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  const limit = { name: "test", burst: 5, everyMs: 60_000 };

  it("let a burst through and then nothing, over all servers together", async () => {
    const waits = await Promise.all(Array.from({ length: 40 }, () => takePermit(db, limit, "burst")));
    expect(waits.filter((wait) => wait === 0)).to.have.length(5);
    for (const wait of waits.filter((each) => each > 0)) expect(wait).to.be.within(1, 60_000);
  });

  it("let one through again when its time has come", async () => {
    for (let n = 0; n < 5; n += 1) expect(await takePermit(db, limit, "again")).to.equal(0);
    expect(await takePermit(db, limit, "again")).to.be.within(50_000, 60_000);
    await db("rate_limit")
      .where({ key: "test again" })
      .update({ empty_at: db.raw("empty_at - interval '61 seconds'") });
    expect(await takePermit(db, limit, "again")).to.equal(0);
    expect(await takePermit(db, limit, "again")).to.be.greaterThan(0);
  });

  it("keep one subject's from another's, and one limit's from another's", async () => {
    for (let n = 0; n < 5; n += 1) await takePermit(db, limit, "one");
    expect(await takePermit(db, limit, "other")).to.equal(0);
    expect(await takePermit(db, { ...limit, name: "else" }, "one")).to.equal(0);
  });

  it("are refused with the time to come back", async () => {
    const error = await (async () => {
      for (let n = 0; n < 40; n += 1) await requirePermit(db, rateLimits.sharePasswordTo, "link");
      return undefined;
    })().catch((fault: unknown) => fault);
    expect(error).to.be.instanceOf(ProblemError);
    const { status, code, headers } = error as ProblemError;
    expect([status, code]).to.deep.equal([429, "too_many_requests"]);
    expect(Number(headers["Retry-After"])).to.be.within(1, 10);
  });

  it("leave no rows behind for those who went away", async () => {
    await db("rate_limit").update({ empty_at: db.raw("now() - interval '1 second'") });
    await removeExpiredAccess(db);
    expect(await db("rate_limit").count<{ count: number }[]>()).to.deep.equal([{ count: 0 }]);
  });
});
