import { randomUUID } from "node:crypto";
import type { MediaRow } from "@mediashare/core";
import { gatherPlaces } from "@mediashare/web/ui/map/gather-places.ts";
import { expect } from "chai";
import { insertReadyImage } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface Place {
  latitude: number;
  longitude: number;
  count: number;
  name: string | null;
  area: { south: number; west: number; north: number; east: number };
  cover: { id: string; fileName: string; delivery: { baseUrl: string; query: string } };
}

describe("the places of a library", () => {
  let web: WebServer;
  beforeEach(async () => {
    web = await startWebServer();
  });
  afterEach(() => web.stop());

  const get = async (path: string): Promise<{ status: number; body: never }> => {
    const response = await fetchAsOwner(web.url + path);
    return { status: response.status, body: (await response.json()) as never };
  };
  const places = async (query = ""): Promise<Place[]> => {
    const { status, body } = await get(`/v1/media/places${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as { places: Place[] }).places;
  };
  const covers = async (query: string) => (await places(query)).map(({ cover, count }) => [cover.fileName, count]);
  let day = 0;
  const at = (fileName: string, latitude: number, longitude: number, over: Partial<MediaRow> = {}) => {
    day += 1;
    return insertReadyImage(web.db, {
      file_name: fileName,
      timeline_at: new Date(Date.UTC(2024, 0, day)),
      facts: { place: { latitude, longitude } },
      ...over,
    });
  };

  it("are gathered into cells, the fullest first, each with its latest media to show", async () => {
    await at("lisbon.jpg", 38.71, -9.14);
    await at("sintra.jpg", 38.79, -9.39);
    await at("cascais.jpg", 38.7, -9.42, { timeline_at: new Date(0) });
    await at("berlin.jpg", 52.52, 13.4, { place_name: "Berlin, Germany" });
    const [portugal, germany, ...others] = await places("?zoom=2");
    expect(others).to.deep.equal([]);
    expect(portugal).to.deep.include({ count: 3, area: { south: 38.7, west: -9.42, north: 38.79, east: -9.14 } });
    expect(portugal?.latitude).to.be.closeTo(38.733, 0.001);
    expect(portugal?.longitude).to.be.closeTo(-9.317, 0.001);
    expect(portugal?.cover.fileName).to.equal("sintra.jpg");
    expect(portugal?.cover.delivery.baseUrl).to.match(/^http:\/\/media\.example\/media\//);
    expect(portugal?.cover.delivery.query).to.include("Signature=");
    expect(germany).to.deep.include({ latitude: 52.52, longitude: 13.4, count: 1, name: "Berlin, Germany" });
    expect(portugal?.name).to.equal(null);
  });

  it("come apart as the map is looked at more closely", async () => {
    await at("lisbon.jpg", 38.71, -9.14);
    await at("sintra.jpg", 38.79, -9.39);
    expect(await covers("?zoom=5")).to.deep.equal([["sintra.jpg", 2]]);
    expect(await covers("?zoom=11&area=38,-10,39,-9")).to.have.deep.members([
      ["sintra.jpg", 1],
      ["lisbon.jpg", 1],
    ]);
  });

  it("are those of an area, across the date line too", async () => {
    await at("fiji-west.jpg", -17, 179.2);
    await at("fiji-east.jpg", -17, -179.2);
    await at("greenwich.jpg", 51.48, 0);
    expect(await covers("?zoom=6&area=-20,178,-15,-178")).to.have.deep.members([
      ["fiji-west.jpg", 1],
      ["fiji-east.jpg", 1],
    ]);
    expect(await covers("?zoom=6&area=50,-2,53,2")).to.deep.equal([["greenwich.jpg", 1]]);
  });

  it("are all there where an area ends, across the date line, in the column before that in which it begins", async () => {
    await at("lisbon.jpg", 38.71, -9.14);
    await at("denver.jpg", 39.74, -104.99);
    expect(await covers("?zoom=1&area=-85.675415,-85.078125,85.675415,-177.890625")).to.have.deep.members([
      ["lisbon.jpg", 1],
      ["denver.jpg", 1],
    ]);
  });

  it("are the same when a page gathers them further itself", async () => {
    for (let n = 0; n < 60; n += 1) await at(`n${n}.jpg`, ((n * 37) % 160) - 80, ((n * 53) % 360) - 180);
    const here = gatherPlaces((await places("?zoom=2")) as never, 1) as unknown as Place[];
    const there = await places("?zoom=1");
    const facts = (all: Place[]) => all.map(({ cover, count, area }) => ({ cover: cover.fileName, count, area }));
    expect(facts(here)).to.deep.equal(facts(there));
    for (const [index, { latitude, longitude }] of here.entries()) {
      expect(latitude).to.be.closeTo(there[index]?.latitude as number, 1e-9);
      expect(longitude).to.be.closeTo(there[index]?.longitude as number, 1e-9);
    }
  });

  it("reach to the poles and to the date line itself", async () => {
    await at("north-pole.jpg", 90, 0);
    await at("south-pole.jpg", -90, 180);
    expect(await covers("?zoom=3")).to.have.deep.members([
      ["north-pole.jpg", 1],
      ["south-pole.jpg", 1],
    ]);
  });

  it("are the owner's own, of what is listed, and where the owner says they are", async () => {
    await at("mine.jpg", 10, 10);
    await at("strangers.jpg", 10, 10, { owner_id: randomUUID() });
    await at("trashed.jpg", 10, 10, { trashed_at: new Date() });
    await at("nowhere.jpg", 10, 10, { edited: { place: null } });
    await at("elsewhere.jpg", 10, 10, { edited: { place: { latitude: -30, longitude: 100 } } });
    expect(await covers("?zoom=4")).to.have.deep.members([
      ["mine.jpg", 1],
      ["elsewhere.jpg", 1],
    ]);
  });

  it("lead to their media: an area lists what its cell counts", async () => {
    for (let n = 0; n < 40; n += 1) await at(`n${n}.jpg`, 38.7 + ((n * 7) % 40) / 317, -9.4 + ((n * 11) % 40) / 211);
    const all = await places("?zoom=9&area=38,-10,39.5,-8.5");
    expect(all.length).to.be.greaterThan(1);
    expect(all.reduce((sum, { count }) => sum + count, 0)).to.equal(40);
    for (const { area, count } of all) {
      const text = [area.south, area.west, area.north, area.east].join(",");
      expect(((await get(`/v1/media?area=${text}`)).body as { items: unknown[] }).items, text).to.have.length(count);
    }
  });

  for (const query of ["area=1,2,3", "area=91,0,92,1", "area=5,0,4,1", "area=0,0,1,181", "zoom=21", "zoom=-1", "zoom=2.5"]) {
    it(`cannot be asked for by ${query}`, async () => {
      const { status, body } = await get(`/v1/media/places?${query}`);
      expect(status).to.equal(400);
      expect(body).to.include({ code: "invalid_request" });
    });
  }

  it("are shown on tiles of a server where the site has one, and only then may a page load them", async () => {
    const policy = async ({ url }: WebServer) => (await fetch(`${url}/v1/config`)).headers.get("Content-Security-Policy");
    expect(((await get("/v1/config")).body as { mapTiles: unknown }).mapTiles).to.equal(null);
    expect(await policy(web)).to.not.include("tiles.example");
    const mapTiles = { url: "https://tiles.example/{z}/{x}/{y}.png", attribution: "Tiles by example" };
    const other = await startWebServer({ mapTiles });
    try {
      expect(await (await fetch(`${other.url}/v1/config`)).json()).to.deep.include({ mapTiles });
      expect(await policy(other)).to.match(/img-src [^;]*https:\/\/tiles\.example(;| )/);
    } finally {
      await other.stop();
    }
  });
});
