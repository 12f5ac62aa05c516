import {
  findAlbum,
  type Knex,
  listAlbumItems,
  listCameras,
  listMediaDays,
  listPlaces,
  listRenditions,
  listTimeline,
  listTrash,
  type MediaFilter,
  openDatabase,
  planGrid,
  type TimelineItem,
} from "@mediashare/core";
import { expect } from "chai";
import { seedAlbums, seededAlbum, seededOwner, seededWords, seedMedia } from "../../support/million.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { mediaRead, type Plan, planFaults, planNodes, plansOf } from "../../support/query-plans.ts";

describe("the plans of the library's queries", function () {
  this.timeout(120_000);
  const size = { owners: 10, count: 30_000 };
  let database: TestDatabase;
  let db: Knex;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 2, applicationName: "test" });
    await seedMedia(db, size);
    await seedAlbums(db, size);
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  const ownerId = seededOwner(3);
  const page = (filter: MediaFilter = {}) => listTimeline(db, { ownerId, filter, after: undefined, limit: 101 });
  const middle = { timelineUs: Date.UTC(2016, 0, 1) * 1000, id: ownerId };
  for (const [what, most, operation] of [
    ["the first page", 101, () => page()],
    ["a page from anywhere", 101, () => listTimeline(db, { ownerId, after: middle, limit: 101 })],
    ["a span of days", 101, () => page({ from: new Date("2016-01-01"), before: new Date("2016-02-01") })],
    ["favourites", 101, () => page({ favourite: true })],
    ["a camera", 300, () => page({ camera: "Apple M3" })],
    ["a rare word", 50, () => page({ words: [seededWords.rare] })],
    ["a word that some have", 3_000, () => page({ words: [seededWords.some] })],
    ["a word that all have", 3_000, () => page({ words: [seededWords.common] })],
    ["what has a place", 3_000, () => page({ hasPlace: true })],
    ["the trash", 101, () => listTrash(db, { ownerId, after: undefined, limit: 101 })],
    ["the days", 0, () => listMediaDays(db, ownerId)],
    ["the cameras", 60, () => listCameras(db, ownerId)],
    ["an album", 0, () => findAlbum(db, { albumId: seededAlbum(3), accountId: ownerId })],
    ["an album's items", 202, () => listAlbumItems(db, { albumId: seededAlbum(3), after: undefined, limit: 101 })],
  ] as const) {
    it(`of ${what} read no table whole, sort no library, and read only rows that matter`, async () => {
      for (const plan of await plansOf(db, operation))
        expect(planFaults(plan, { read: most, sorted: 1_000 }), JSON.stringify(plan, null, 1)).to.deep.equal([]);
    });
  }

  /** All of this one's have a place, in twelve latitudes. */
  const traveller = seededOwner(5);
  for (const [what, area, zoom, most] of [
    ["the world", { south: -90, west: -180, north: 90, east: 180 }, 3, 3_400],
    ["a part of the world", { south: -20, west: -60, north: 10, east: 60 }, 4, 1_000],
  ] as const) {
    it(`of the map of ${what} read cells from their index alone, and each cover by the index of the timeline`, async () => {
      const grid = planGrid(area, zoom, 3);
      const found = await listPlaces(db, { ownerId: traveller, grid });
      expect(found.length).to.be.greaterThan(3);
      const [plan] = await plansOf(db, () => listPlaces(db, { ownerId: traveller, grid }));
      const scans = planNodes(plan as Plan).filter((node) => node["Relation Name"] === "media");
      expect(
        scans.map((node) => [node["Node Type"], node["Index Name"]]),
        JSON.stringify(plan, null, 1),
      ).to.have.deep.members([
        ["Index Only Scan", "media_place"],
        ["Index Scan", "media_timeline"],
      ]);
      expect(mediaRead(plan as Plan), JSON.stringify(plan, null, 1)).to.be.at.most(most);
    });
  }

  it("of a media's outputs read them by their key", async () => {
    const [media] = await page();
    for (const plan of await plansOf(db, () => listRenditions(db, media as TimelineItem)))
      expect(planFaults(plan, { read: 0, sorted: 10 }), JSON.stringify(plan, null, 1)).to.deep.equal([]);
  });

  it("are told to be bad without the index of the timeline", async () => {
    const [index] = await db("pg_indexes").where({ indexname: "media_timeline" }).select("indexdef");
    await db.raw("drop index media_timeline");
    try {
      const [plan] = await plansOf(db, () => page());
      expect(planFaults(plan as Plan, { read: 101, sorted: 1_000 })).not.to.deep.equal([]);
    } finally {
      await db.raw(index?.indexdef as string);
    }
  });
});
