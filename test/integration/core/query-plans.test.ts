import {
  type Knex,
  listCameras,
  listMediaDays,
  listPlaces,
  listRenditions,
  listTimeline,
  listTrash,
  type MediaFilter,
  openDatabase,
  planGrid,
} from "@mediashare/core";
import { expect } from "chai";
import { seededOwner, seededWords, seedMedia } from "../../support/million.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

describe("the plans of the library's queries", function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let db: Knex;
  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 2, applicationName: "test" });
    await seedMedia(db, { owners: 10, count: 30_000 });
  });
  after(async () => {
    await db.destroy();
    await database.drop();
  });

  const ownerId = seededOwner(3);
  /** The plan of each query that an operation sends, as it ran. */
  const plansOf = async (operation: () => Promise<unknown>): Promise<Plan[]> => {
    const queries: { sql: string; bindings: readonly unknown[] }[] = [];
    const note = (query: { sql: string; bindings: readonly unknown[] }) => queries.push(query);
    db.on("query", note);
    await operation();
    db.removeListener("query", note);
    const plans: Plan[] = [];
    for (const { sql, bindings } of queries) {
      const client = await db.client.acquireConnection();
      try {
        const { rows } = await client.query(`explain (analyze, format json) ${sql}`, bindings);
        plans.push(rows[0]["QUERY PLAN"][0].Plan);
      } finally {
        await db.client.releaseConnection(client);
      }
    }
    expect(plans.length).to.be.greaterThan(0);
    return plans;
  };
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
  const read = (plan: Plan): number =>
    nodes(plan)
      .filter((node) => node["Relation Name"] === "media")
      .reduce((sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"], 0);

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
  ] as const) {
    it(`of ${what} read no table whole, and only rows that matter`, async () => {
      for (const plan of await plansOf(operation)) {
        const scans = nodes(plan).filter((node) => node["Node Type"] === "Seq Scan");
        expect(scans, JSON.stringify(plan, null, 1)).to.deep.equal([]);
        expect(read(plan), JSON.stringify(plan, null, 1)).to.be.at.most(most);
      }
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
      const [plan] = await plansOf(() => listPlaces(db, { ownerId: traveller, grid }));
      const scans = nodes(plan as Plan).filter((node) => node["Relation Name"] === "media");
      expect(
        scans.map((node) => [node["Node Type"], node["Index Name"]]),
        JSON.stringify(plan, null, 1),
      ).to.have.deep.members([
        ["Index Only Scan", "media_place"],
        ["Index Scan", "media_timeline"],
      ]);
      expect(read(plan as Plan), JSON.stringify(plan, null, 1)).to.be.at.most(most);
    });
  }

  it("of a page's renditions read them by their key", async () => {
    const rows = await page();
    const [plan] = await plansOf(() => listRenditions(db, rows, ["image", "poster"]));
    expect(nodes(plan as Plan).map((node) => node["Node Type"])).to.not.include("Seq Scan");
  });
});
