import { type Knex, namePlaces, openDatabase } from "@mediashare/core";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";

describe("the sweep that names places", () => {
  let database: TestDatabase;
  let db: Knex;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });
  beforeEach(() => db("media").delete());

  const nameOf = async (id: string) => (await db("media").where({ id }).first("place_name"))?.place_name;
  const sintra = { latitude: 38.79, longitude: -9.39 };

  it("gives those a name that have a place and none yet, once", async () => {
    const old = await insertMedia(db, { facts: { place: sintra } });
    const edited = await insertMedia(db, { facts: { place: sintra }, edited: { place: { latitude: 52.52, longitude: 13.4 } } });
    const atSea = await insertMedia(db, { facts: { place: { latitude: 35, longitude: -40 } } });
    const nowhere = await insertMedia(db, {});
    const known = await insertMedia(db, { facts: { place: sintra }, place_name: "Home" });
    expect(await namePlaces({ db }).run()).to.equal(3);
    expect(await Promise.all([old, edited, atSea, nowhere, known].map(({ id }) => nameOf(id)))).to.deep.equal([
      "Sintra, Portugal",
      "Berlin, Germany",
      "",
      null,
      "Home",
    ]);
    expect(await namePlaces({ db }).run()).to.equal(0);
  });

  it("leaves what somebody changes just now for the next time", async () => {
    const held = await insertMedia(db, { facts: { place: sintra } });
    const free = await insertMedia(db, { facts: { place: sintra } });
    await db.transaction(async (trx) => {
      await trx("media").where({ id: held.id }).forUpdate().first("id");
      expect(await namePlaces({ db }).run()).to.equal(1);
    });
    expect(await Promise.all([nameOf(held.id), nameOf(free.id)])).to.deep.equal([null, "Sintra, Portugal"]);
    expect(await namePlaces({ db }).run()).to.equal(1);
  });

  it("names more than one batch in a round", async () => {
    await db.raw(
      `insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key, facts)
       select gen_random_uuid(), gen_random_uuid(), 'ready', 'image', 'a.jpg', 'image/jpeg', 1, sha256(n::text::bytea), 'o/' || n,
         '{"place":{"latitude":38.79,"longitude":-9.39}}'
       from generate_series(1, 1100) n`,
    );
    expect(await namePlaces({ db }).run()).to.equal(1_100);
    expect(await db("media").whereNull("place_name")).to.deep.equal([]);
  });
});
