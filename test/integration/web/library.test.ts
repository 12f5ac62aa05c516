import { randomUUID } from "node:crypto";
import { commitOriginal, createReceiving, type MediaRow } from "@mediashare/core";
import type { MediaDays } from "@mediashare/web";
import { toDayCounts } from "@mediashare/web/ui/timeline/day-counts.ts";
import { expect } from "chai";
import { insertReadyImage } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface Item {
  id: string;
  fileName: string;
  favourite: boolean;
  caption: string;
  trashedAt: string | null;
  timelineAt: string;
}

describe("a library", () => {
  let web: WebServer;
  beforeEach(async () => {
    web = await startWebServer();
  });
  afterEach(() => web.stop());

  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: never }> => {
    const response = await fetchAsOwner(web.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as never };
  };
  const list = async (path: string): Promise<Item[]> => {
    const { status, body } = await call("GET", path);
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as { items: Item[] }).items;
  };
  const names = async (path: string) => (await list(path)).map(({ fileName }) => fileName);
  const days = async () => toDayCounts(((await call("GET", "/v1/media/days")).body as MediaDays).months);
  const at = (time: string, over: Partial<MediaRow> = {}) => insertReadyImage(web.db, { timeline_at: new Date(time), ...over });

  describe("the trash", () => {
    it("takes what is deleted out of the timeline, and gives it back as it was", async () => {
      const media = await at("2024-05-01T12:00:00Z", { favourite: true });
      expect((await call("DELETE", `/v1/media/${media.id}`)).status).to.equal(204);
      expect(await list("/v1/media")).to.deep.equal([]);
      const [trashed] = await list("/v1/trash");
      expect(trashed).to.include({ id: media.id, favourite: true });
      expect(trashed?.trashedAt).to.be.a("string");
      expect((await call("GET", `/v1/media/${media.id}`)).status, "it can be looked at").to.equal(200);

      expect((await call("PATCH", "/v1/media", { ids: [media.id], trashed: false })).body).to.deep.equal({ changed: 1 });
      expect(await list("/v1/trash")).to.deep.equal([]);
      expect((await list("/v1/media"))[0]).to.include({ id: media.id, trashedAt: null });
    });

    it("has what was put there last first, page by page", async () => {
      const rows: MediaRow[] = [];
      for (let n = 0; n < 7; n += 1) rows.push(await insertMedia(web.db, { trashed_at: new Date(Date.UTC(2024, 1, 1 + n)) }));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const { body } = await call("GET", `/v1/trash?limit=3${cursor === null ? "" : `&cursor=${cursor}`}`);
        const page = body as { items: Item[]; nextCursor: string | null };
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).to.deep.equal(rows.map(({ id }) => id).toReversed());
    });

    it("is emptied of the owner's own, and of nothing else", async () => {
      const mine = await insertMedia(web.db, { trashed_at: new Date() });
      const kept = await insertMedia(web.db);
      const strangers = await insertMedia(web.db, { owner_id: randomUUID(), trashed_at: new Date() });
      expect((await call("DELETE", "/v1/trash")).body).to.deep.equal({ deleted: 1 });
      const states = await web.db("media").whereIn("id", [mine.id, kept.id, strangers.id]).select("id", "state");
      expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).to.deep.equal({
        [mine.id]: "deleted",
        [kept.id]: "stored",
        [strangers.id]: "stored",
      });
    });

    it("gives a file back to who uploads it again", async () => {
      const sha256 = Buffer.alloc(32, 7);
      const media = await insertReadyImage(web.db, { sha256, trashed_at: new Date() });
      const mediaId = randomUUID();
      await createReceiving(web.db, { mediaId, ownerId: media.owner_id, fileName: "again.jpg", originalKey: `originals/x/${mediaId}` });
      const commit = await commitOriginal(web.db, {
        mediaId,
        sha256,
        sizeBytes: 3,
        contentType: "image/jpeg",
        kind: "image",
        traceparent: undefined,
      });
      expect(commit).to.deep.include({ duplicate: true });
      expect((await list("/v1/media")).map(({ id }) => id)).to.deep.equal([media.id]);
    });

    it("takes and changes only what is the owner's", async () => {
      const foreign = await insertMedia(web.db, { owner_id: randomUUID() });
      expect((await call("DELETE", `/v1/media/${foreign.id}`)).status).to.equal(204);
      expect((await call("PATCH", "/v1/media", { ids: [foreign.id], trashed: true, favourite: true })).body).to.deep.equal({ changed: 0 });
      expect((await call("PATCH", `/v1/media/${foreign.id}`, { caption: "mine now" })).status).to.equal(404);
      expect((await call("POST", "/v1/trash/delete", { ids: [foreign.id] })).body).to.deep.equal({ deleted: 0 });
      const row = await web.db("media").where({ id: foreign.id }).first();
      expect(row).to.include({ trashed_at: null, favourite: false, caption: "", state: "stored" });
    });
  });

  describe("the days of the timeline", () => {
    it("count what is listed, as media come, change and go", async () => {
      expect(await days()).to.deep.equal([]);
      const first = await at("2024-05-01T23:59:59Z");
      await at("2024-05-01T00:00:00Z");
      const late = await at("2024-05-02T00:00:00Z");
      await at("2024-05-01T12:00:00Z", { owner_id: randomUUID() });
      await insertMedia(web.db, { state: "receiving", sha256: null, kind: null, timeline_at: new Date("2024-05-03T00:00:00Z") });
      const two = { day: "2024-05-01", items: 2 };
      expect(await days()).to.deep.equal([{ day: "2024-05-02", items: 1 }, two]);
      await call("DELETE", `/v1/media/${late.id}`);
      expect(await days()).to.deep.equal([two]);
      await call("PATCH", "/v1/media", { ids: [late.id], trashed: false });
      await call("PATCH", `/v1/media/${first.id}`, { captured: "2023-01-31T20:00:00-05:00" });
      expect(await days()).to.deep.equal([
        { day: "2024-05-02", items: 1 },
        { day: "2024-05-01", items: 1 },
        { day: "2023-02-01", items: 1 },
      ]);
      await web.db("media").where({ id: late.id }).delete();
      expect((await days())[0]).to.deep.equal({ day: "2024-05-01", items: 1 });
    });

    it("stay right when many change the same days at once, in any order", async () => {
      const rows = [];
      for (let n = 0; n < 40; n += 1) rows.push(await at(`2024-05-0${1 + (n % 4)}T12:00:00Z`));
      const ids = rows.map(({ id }) => id);
      const calls = Array.from({ length: 24 }, (_, n) =>
        call("PATCH", "/v1/media", { ids: n % 2 ? ids : ids.toReversed(), trashed: n % 3 !== 0 }),
      );
      for (const { status } of await Promise.all(calls)) expect(status).to.equal(200);
      await call("PATCH", "/v1/media", { ids, trashed: false });
      expect((await days()).map(({ items }) => items)).to.deep.equal([10, 10, 10, 10]);
    });

    it("are read by their bounds", async () => {
      await at("2024-05-01T23:59:59.999Z", { file_name: "first.jpg" });
      await at("2024-05-02T00:00:00Z", { file_name: "start.jpg" });
      await at("2024-05-02T23:59:59.999Z", { file_name: "end.jpg" });
      await at("2024-05-03T00:00:00Z", { file_name: "next.jpg" });
      const query = `from=${encodeURIComponent("2024-05-02T00:00:00Z")}&before=${encodeURIComponent("2024-05-03T00:00:00Z")}`;
      expect(await names(`/v1/media?${query}`)).to.deep.equal(["end.jpg", "start.jpg"]);
    });
  });

  describe("what its owner says of a media", () => {
    it("is shown, and can be taken back", async () => {
      const media = await at("2024-05-01T12:00:00Z", {
        captured_at: new Date("2024-05-01T12:00:00Z"),
        facts: { capturedLocal: "2024-05-01T14:00:00+02:00", place: { latitude: 1, longitude: 2 } },
      });
      const patch = async (changes: unknown) => (await call("PATCH", `/v1/media/${media.id}`, changes)).body as Record<string, unknown>;
      expect(await patch({ caption: "  The harbour ", favourite: true })).to.include({ caption: "The harbour", favourite: true });
      const edited = await patch({ captured: "2020-02-03T04:05:06+09:00", place: { latitude: -33.9, longitude: 18.4 } });
      expect(edited).to.deep.include({
        capturedAt: "2020-02-02T19:05:06.000Z",
        timelineAt: "2020-02-02T19:05:06.000Z",
        edited: { captured: true, place: true },
        facts: { capturedLocal: "2020-02-03T04:05:06+09:00", place: { latitude: -33.9, longitude: 18.4, name: "Cape Town, South Africa" } },
        caption: "The harbour",
      });
      expect(await names("/v1/media?q=cape+town+february+2020")).to.deep.equal(["photo.jpg"]);
      expect(await patch({ place: "none" })).to.deep.include({ facts: { capturedLocal: "2020-02-03T04:05:06+09:00" } });
      expect(await patch({ captured: null, place: null })).to.deep.include({
        timelineAt: "2024-05-01T12:00:00.000Z",
        edited: { captured: false, place: false },
        facts: { capturedLocal: "2024-05-01T14:00:00+02:00", place: { latitude: 1, longitude: 2 } },
      });
      for (const words of ["cape+town", "2020"]) expect(await names(`/v1/media?q=${words}`), words).to.deep.equal([]);
      expect(await names("/v1/media?q=2024-05-01"), "by the clock where it was taken").to.deep.equal(["photo.jpg"]);
    });

    for (const [place, said] of [
      [{ latitude: 91, longitude: 0 }, "place.latitude (body): must be degrees, from -90 to 90"],
      [{ latitude: 0, longitude: -180.5 }, "place.longitude (body): must be degrees, from -180 to 180"],
      [
        { latitude: "38.79", longitude: 0 },
        "place (body): must be latitude (from -90 to 90) and longitude (from -180 to 180) in degrees, or `none`",
      ],
      [{ latitude: 38.79 }, "place (body): must be latitude (from -90 to 90) and longitude (from -180 to 180) in degrees, or `none`"],
      ["nowhere", "place (body): must be latitude (from -90 to 90) and longitude (from -180 to 180) in degrees, or `none`"],
    ] as const) {
      it(`says what is wrong with the place ${JSON.stringify(place)}`, async () => {
        const media = await at("2024-05-01T12:00:00Z");
        const { status, body } = await call("PATCH", `/v1/media/${media.id}`, { place });
        expect(status).to.equal(400);
        expect(body).to.include({ code: "invalid_request" });
        expect((body as { detail: string }).detail).to.equal(`The request does not fit: ${said}.`);
      });
    }

    for (const [what, changes] of [
      ["a date without its offset", { captured: "2024-05-01T12:00:00" }],
      ["a date in no calendar", { captured: "2024-02-30T12:00:00Z" }],
      ["a place beyond the pole", { place: { latitude: 91, longitude: 0 } }],
      ["a caption of a book", { caption: "x".repeat(2_001) }],
      ["what cannot be said", { sha256: "00" }],
    ] as const) {
      it(`is not ${what}`, async () => {
        const media = await at("2024-05-01T12:00:00Z");
        const { status, body } = await call("PATCH", `/v1/media/${media.id}`, changes);
        expect(status).to.equal(400);
        expect(body).to.include({ code: "invalid_request" });
      });
    }
  });

  describe("search", () => {
    beforeEach(async () => {
      await at("2024-01-01T00:00:00Z", { file_name: "IMG_0001.JPG", caption: "Harbour at dawn" });
      await at("2024-02-01T00:00:00Z", { file_name: "harbour_100%.png", facts: { camera: { make: "Canon", model: "EOS R5" } } });
      await at("2024-03-01T00:00:00Z", {
        file_name: "tower.jpg",
        favourite: true,
        facts: { place: { latitude: 48.8, longitude: 2.3 }, capturedLocal: "1999-06-30T23:30:00-08:00" },
        place_name: "Paris, France",
      });
      await at("2024-04-01T00:00:00Z", { file_name: "waves.mp4", kind: "video", facts: { place: { latitude: -17, longitude: 179.9 } } });
      await at("2024-05-01T00:00:00Z", { file_name: "harbour-gone.jpg", trashed_at: new Date() });
      await at("2024-06-01T00:00:00Z", { file_name: "harbour-strangers.jpg", owner_id: randomUUID() });
    });

    for (const [query, found] of [
      ["q=harbour", ["harbour_100%.png", "IMG_0001.JPG"]],
      ["q=HARB+dawn", ["IMG_0001.JPG"]],
      ["q=img_0001.jpg", ["IMG_0001.JPG"]],
      ["q=canon+r5", ["harbour_100%.png"]],
      ["q=0%25", ["harbour_100%.png"]],
      ["q=paris", ["tower.jpg"]],
      ["q=tower+france", ["tower.jpg"]],
      ["q=%25", ["harbour_100%.png"]],
      ["q=__", []],
      ["q=april", ["waves.mp4"]],
      ["q=2024-02", ["harbour_100%.png"]],
      ["q=Harbour+2024-01-01", ["IMG_0001.JPG"]],
      ["q=june+1999", ["tower.jpg"]],
      ["q=march+2024", []],
      ["q=nothing+of+the+kind", []],
      ["q=+", ["waves.mp4", "tower.jpg", "harbour_100%.png", "IMG_0001.JPG"]],
      ["kind=video", ["waves.mp4"]],
      ["favourite=true", ["tower.jpg"]],
      ["place=true", ["waves.mp4", "tower.jpg"]],
      ["area=40,-10,60,10", ["tower.jpg"]],
      ["area=-20,170,0,-170", ["waves.mp4"]],
      ["camera=Canon+EOS+R5", ["harbour_100%.png"]],
      ["q=harbour&before=2024-01-15T00:00:00Z", ["IMG_0001.JPG"]],
    ] as const) {
      it(`finds by ${query}`, async () => expect(await names(`/v1/media?${query}`)).to.deep.equal(found));
    }

    it("goes on page by page", async () => {
      const { body } = await call("GET", "/v1/media?q=harbour&limit=1");
      const { nextCursor } = body as { nextCursor: string };
      expect(await names(`/v1/media?q=harbour&cursor=${nextCursor}`)).to.deep.equal(["IMG_0001.JPG"]);
    });

    it("names the cameras, each once", async () => {
      await at("2024-02-02T00:00:00Z", { facts: { camera: { make: "Apple", model: "iPhone 15" } } });
      await at("2024-02-03T00:00:00Z", { facts: { camera: { make: "Apple", model: "iPhone 15" } } });
      expect((await call("GET", "/v1/media/cameras")).body).to.deep.equal({ cameras: ["Apple iPhone 15", "Canon EOS R5"] });
    });
  });
});
