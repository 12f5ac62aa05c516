import type { MediaSummary } from "@mediashare/web/ui/api/media-api.ts";
import { applyMediaEvents, type TimelineData } from "@mediashare/web/ui/api/timeline-cache.ts";
import { expect } from "chai";
import { mediaSummary } from "./support.ts";

const at = (hour: number) => `2026-05-01T${String(hour).padStart(2, "0")}:00:00.000Z`;
const media = (id: string, hour: number, over: Partial<MediaSummary> = {}) => mediaSummary({ id, timelineAt: at(hour), ...over });
const timeline = (pages: MediaSummary[][], nextCursor: string | null = null): TimelineData => ({
  pages: pages.map((items, index) => ({ items, nextCursor: index < pages.length - 1 ? "more" : nextCursor })),
  pageParams: pages.map(() => undefined),
});
const ids = (data: TimelineData) => data.pages.map((page) => page.items.map((item) => item.id).join(""));
const event = (item: MediaSummary) => ({ id: item.id, media: item });

describe("applyMediaEvents", () => {
  const data = timeline([[media("a", 20), media("b", 18)], [media("c", 10)]]);

  it("replaces an item where it stands and leaves the other pages as they are", () => {
    const next = applyMediaEvents(data, [event(media("b", 18, { progress: 0.4 }))]);
    expect(next.pages[0]?.items[1]?.progress).to.equal(0.4);
    expect(next.pages[1]).to.equal(data.pages[1]);
  });

  it("adds a new item at its place in time", () => {
    expect(ids(applyMediaEvents(data, [event(media("n", 22)), event(media("m", 15))]))).to.deep.equal(["nab", "mc"]);
  });

  it("moves an item whose capture time became known", () => {
    expect(ids(applyMediaEvents(data, [event(media("a", 5))]))).to.deep.equal(["b", "ca"]);
  });

  it("takes out what is gone", () => {
    expect(ids(applyMediaEvents(data, [{ id: "b", media: null }]))).to.deep.equal(["a", "c"]);
  });

  it("leaves an item older than all that is loaded to the page that will bring it", () => {
    const partly = timeline([[media("a", 20)]], "more");
    expect(ids(applyMediaEvents(partly, [event(media("z", 1))]))).to.deep.equal(["a"]);
    expect(ids(applyMediaEvents(timeline([[media("a", 20)]]), [event(media("z", 1))]))).to.deep.equal(["az"]);
  });

  it("goes by the last of several events about one item", () => {
    const events = [event(media("n", 22)), { id: "n", media: null }];
    expect(ids(applyMediaEvents(data, events))).to.deep.equal(["ab", "c"]);
  });

  it("fills an empty timeline", () => {
    expect(ids(applyMediaEvents(timeline([[]]), [event(media("n", 3))]))).to.deep.equal(["n"]);
  });
});
