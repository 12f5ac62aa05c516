import { formatDay, groupByDay } from "@mediashare/web/ui/timeline/group-by-day.ts";
import { expect } from "chai";

const item = (...time: [number, number, number, number]) => ({ timelineAt: new Date(...time).toISOString() });
const words = { today: "Today", yesterday: "Yesterday" };
const now = new Date(2026, 0, 1, 9);

describe("groupByDay", () => {
  it("splits at local midnight", () => {
    const days = groupByDay([item(2026, 4, 2, 0), item(2026, 4, 1, 23), item(2026, 4, 1, 1)]);
    expect(days.map((day) => [day.key, day.items.length])).to.deep.equal([
      ["2026-05-02", 1],
      ["2026-05-01", 2],
    ]);
  });
});

describe("formatDay", () => {
  it("says today and yesterday, over the turn of the year too", () => {
    expect(formatDay("2026-01-01", now, "en-GB", words)).to.equal("Today");
    expect(formatDay("2025-12-31", now, "en-GB", words)).to.equal("Yesterday");
  });

  it("names the year only when it is another", () => {
    expect(formatDay("2026-03-09", now, "en-GB", words)).to.equal("Monday 9 March");
    expect(formatDay("2019-03-09", now, "en-GB", words)).to.equal("Saturday, 9 March 2019");
  });

  it("is short where there is little room", () => {
    expect(formatDay("2020-09-23", now, "en-GB", words, true)).to.equal("Wed, 23 Sept 2020");
    expect(formatDay("2026-09-23", now, "en-GB", words, true)).to.equal("Wed 23 Sept");
  });

  it("speaks the user's language", () => {
    expect(formatDay("2026-03-09", now, "de", words)).to.equal("Montag, 9. März");
  });
});
