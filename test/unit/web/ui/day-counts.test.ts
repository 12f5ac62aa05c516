import { gatherMonths } from "@mediashare/core";
import { toDayCounts } from "@mediashare/web/ui/timeline/day-counts.ts";
import { expect } from "chai";

describe("the days of a timeline, gathered into months", () => {
  const days = "2026-11-25 3,2026-11-02 1,2026-01-31 12,2025-12-01 7";

  it("are numbers from the first of each month to the last that counts", () => {
    const months = gatherMonths(days);
    expect(months.map(({ month, items }) => [month, items.length])).to.deep.equal([
      ["2026-11", 25],
      ["2026-01", 31],
      ["2025-12", 1],
    ]);
    expect(months[0]?.items.slice(0, 3)).to.deep.equal([0, 1, 0]);
    expect(months.flatMap(({ items }) => items).reduce((sum, count) => sum + count, 0)).to.equal(23);
    expect(gatherMonths("")).to.deep.equal([]);
  });

  it("become days again, latest first", () => {
    expect(
      toDayCounts(gatherMonths(days))
        .map(({ day, items }) => `${day} ${items}`)
        .join(),
    ).to.equal(days);
  });
});
