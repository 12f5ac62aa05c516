import type { MediaSummary } from "@mediashare/web/ui/api/media-api.ts";
import { planChunks } from "@mediashare/web/ui/timeline/chunks.ts";
import { applyEvents, forgetOld, type LoadedChunks, takeOver } from "@mediashare/web/ui/timeline/timeline-state.ts";
import { expect } from "chai";
import { mediaSummary } from "./support.ts";

const at = (hour: number, day = 1) => `2026-05-0${day}T${String(hour).padStart(2, "0")}:00:00.000Z`;
const media = (id: string, hour: number, over: Partial<MediaSummary> = {}) => mediaSummary({ id, timelineAt: at(hour), ...over });
const event = (item: MediaSummary) => ({ id: item.id, media: item });
const ids = (loaded: LoadedChunks) => [...loaded].map(([key, { items }]) => `${key}:${items.map(({ id }) => id).join("")}`);
const day = (key: string, items: readonly MediaSummary[]) =>
  [key, { from: `${key}T00:00:00.000Z`, before: nextDay(key), items, loadedAtMs: 1 }] as const;
const nextDay = (key: string) => new Date(Date.parse(`${key}T00:00:00Z`) + 86_400_000).toISOString();

describe("planChunks", () => {
  const days = (year: number, month: number, count: number, items: number) =>
    Array.from({ length: count }, (_, index) => ({
      day: `${year}-${String(month).padStart(2, "0")}-${String(28 - index).padStart(2, "0")}`,
      items,
    }));

  it("loads a small library at once, also an empty one", () => {
    expect(planChunks([]).map(({ key, count }) => [key, count])).to.deep.equal([["all", 0]]);
    expect(planChunks(days(2026, 5, 20, 20))).to.have.length(1);
  });

  it("divides a larger one by years, months and days, only as far as needed", () => {
    const chunks = planChunks([...days(2026, 12, 2, 300), ...days(2026, 11, 2, 200), ...days(2025, 3, 20, 20), ...days(2020, 1, 1, 1)]);
    expect(chunks.map(({ key, count }) => [key, count])).to.deep.equal([
      ["2026-12-28", 300],
      ["2026-12-27", 300],
      ["2026-11", 400],
      ["2025", 400],
      ["2020", 1],
    ]);
    expect(chunks.map(({ from, before }) => [from, before])).to.deep.equal([
      ["2026-12-28T00:00:00.000Z", "2026-12-29T00:00:00.000Z"],
      ["2026-12-27T00:00:00.000Z", "2026-12-28T00:00:00.000Z"],
      ["2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
      ["2025-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
      ["2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"],
    ]);
  });

  it("ends the last day of a year where the next year begins", () => {
    expect(planChunks([{ day: "2024-12-31", items: 500 }])[0]?.before).to.equal("2025-01-01T00:00:00.000Z");
    expect(planChunks([{ day: "2024-02-29", items: 500 }])[0]?.before).to.equal("2024-03-01T00:00:00.000Z");
  });
});

describe("applyEvents", () => {
  const loaded: LoadedChunks = new Map([
    day("2026-05-02", [media("a", 20, { timelineAt: at(20, 2) })]),
    day("2026-05-01", [media("b", 18), media("c", 10)]),
  ]);

  it("replaces an item where it stands and leaves the other chunks as they are", () => {
    const next = applyEvents(loaded, [event(media("b", 18, { progress: 0.4 }))]);
    expect(next.get("2026-05-01")?.items[0]?.progress).to.equal(0.4);
    expect(next.get("2026-05-02")).to.equal(loaded.get("2026-05-02"));
  });

  it("adds, moves and takes out, each at its place in time", () => {
    const events = [event(media("n", 12)), event(media("c", 3, { timelineAt: at(23, 2) })), { id: "b", media: null }];
    expect(ids(applyEvents(loaded, events))).to.deep.equal(["2026-05-02:ca", "2026-05-01:n"]);
  });

  it("goes by the last of several events about one item", () => {
    expect(ids(applyEvents(loaded, [event(media("n", 12)), { id: "n", media: null }]))).to.deep.equal(ids(loaded));
  });

  it("leaves what belongs into no loaded chunk to the chunk that will bring it", () => {
    expect(applyEvents(loaded, [event(media("z", 1, { timelineAt: at(1, 9) }))])).to.equal(loaded);
  });

  it("orders equal times by id, as the server does", () => {
    const next = applyEvents(new Map([day("2026-05-01", [media("b", 1)])]), [event(media("a", 1)), event(media("c", 1))]);
    expect(ids(next)).to.deep.equal(["2026-05-01:cba"]);
  });
});

describe("takeOver", () => {
  it("keeps what is the same, cuts what is divided and forgets what is gone", () => {
    const items = [media("b", 18, { timelineAt: at(18, 2) }), media("c", 10)];
    const loaded: LoadedChunks = new Map([["all", { from: undefined, before: undefined, items, loadedAtMs: 5 }]]);
    const chunks = planChunks([
      { day: "2026-05-02", items: 500 },
      { day: "2026-05-01", items: 500 },
    ]);
    const next = takeOver(loaded, chunks);
    expect(ids(next)).to.deep.equal(["2026-05-02:b", "2026-05-01:c"]);
    expect(ids(takeOver(next, planChunks([{ day: "2026-05-01", items: 500 }])))).to.deep.equal(["2026-05-01:c"]);
  });
});

describe("forgetOld", () => {
  it("drops what was wanted least lately, and no more than needed", () => {
    const keys = Array.from({ length: 70 }, (_, index) => `2026-01-${index}`);
    const loaded: LoadedChunks = new Map(
      keys.map((key) => [key, { from: undefined, before: undefined, items: [media("x", 1)], loadedAtMs: 1 }]),
    );
    expect(forgetOld(loaded, keys, 70)).to.equal(loaded);
    expect([...loaded.keys()].filter((key) => !forgetOld(loaded, keys, 67).has(key))).to.deep.equal(keys.slice(0, 3));
    expect(forgetOld(loaded, keys, 1).size, "what is near the window stays").to.equal(60);
  });
});
