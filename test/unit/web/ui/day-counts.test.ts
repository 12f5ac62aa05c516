import { presentMonths } from "@mediashare/core";
import { toDayCounts } from "@mediashare/web/ui/timeline/day-counts.ts";
import { expect } from "chai";

describe("the days of a timeline, by month", () => {
  const counted = (month: string, items: Readonly<Record<number, number>>) => ({
    month,
    items: `{${Array.from({ length: 31 }, (_, n) => items[n + 1] ?? 0).join(",")}}`,
  });
  const months = [
    counted("2026-11", { 2: 1, 25: 3 }),
    counted("2026-02", {}),
    counted("2026-01", { 31: 12 }),
    counted("2025-12", { 1: 7 }),
  ];

  it("are numbers from the first of each month to the last that counts; a month of which nothing is left is left out", () => {
    const presented = presentMonths(months);
    expect(presented.map(({ month, items }) => [month, items.length])).to.deep.equal([
      ["2026-11", 25],
      ["2026-01", 31],
      ["2025-12", 1],
    ]);
    expect(presented[0]?.items.slice(0, 3)).to.deep.equal([0, 1, 0]);
    expect(presented.flatMap(({ items }) => items).reduce((sum, count) => sum + count, 0)).to.equal(23);
    expect(presentMonths([])).to.deep.equal([]);
  });

  it("become days again, latest first", () => {
    expect(
      toDayCounts(presentMonths(months))
        .map(({ day, items }) => `${day} ${items}`)
        .join(),
    ).to.equal("2026-11-25 3,2026-11-02 1,2026-01-31 12,2025-12-01 7");
  });
});
