import { planSections } from "@mediashare/web/ui/timeline/plan-sections.ts";
import { expect } from "chai";
import { mediaSummary } from "./support.ts";

const onDay = (day: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    mediaSummary({ id: `${day}-${index}`, timelineAt: new Date(2026, 4, day, 12, 0, -index).toISOString() }),
  );

describe("planSections", () => {
  it("makes a section of every day", () => {
    const { sections } = planSections([...onDay(9, 12), ...onDay(8, 12)], 1000);
    expect(sections.map((section) => section.day.key)).to.deep.equal(["2026-05-09", "2026-05-08"]);
    expect(sections[1]?.top).to.be.greaterThan(sections[0]?.height ?? Number.POSITIVE_INFINITY);
  });

  it("puts days of a few items on one line", () => {
    const { sections, height } = planSections([...onDay(9, 1), ...onDay(8, 1), ...onDay(7, 9)], 1000);
    const [first, second, third] = sections;
    expect(second?.top).to.equal(first?.top);
    expect(second?.left).to.be.greaterThan(first?.width ?? 0);
    expect(third?.left).to.equal(0);
    expect(height).to.equal((third?.top ?? 0) + (third?.height ?? 0));
  });

  it("gives a day of one narrow picture room for its heading, to the end of the line where no other is beside it", () => {
    const narrow = (day: number) => onDay(day, 1).map((item) => ({ ...item, width: 100, height: 400 }));
    const [first, second] = planSections([...narrow(9), ...narrow(8)], 1000).sections;
    expect(first?.width).to.equal(400);
    expect(second).to.include({ left: 420, width: 580 });
    const onPhone = planSections([...narrow(9), ...narrow(8)], 382).sections;
    expect(onPhone.map(({ left, width }) => ({ left, width }))).to.deep.equal([
      { left: 0, width: 382 },
      { left: 0, width: 382 },
    ]);
  });

  it("waits until the width is known", () => {
    expect(planSections(onDay(1, 3), 0)).to.deep.equal({ sections: [], height: 0 });
  });
});
