import { justifyRows } from "@mediashare/web/ui/timeline/justify-rows.ts";
import { expect } from "chai";
import fc from "fast-check";

const options = { width: 1000, targetHeight: 200, gap: 4 };
const rowsOf = (aspects: number[], over = {}) => justifyRows(aspects, (aspect) => aspect, { ...options, ...over });
const rightOf = (box?: { left: number; width: number }) => (box ? box.left + box.width : Number.NaN);
const bottomOf = (row?: { top: number; height: number }) => (row ? row.top + row.height : Number.NaN);

describe("justifyRows", () => {
  it("fills every row but the last from edge to edge", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.3, max: 4, noNaN: true }), { maxLength: 60 }),
        fc.integer({ min: 320, max: 2600 }),
        (aspects, width) => {
          for (const row of rowsOf(aspects, { width }).slice(0, -1)) {
            const last = row.boxes.at(-1);
            expect(last && last.left + last.width).to.equal(width);
          }
        },
      ),
    );
  });

  it("keeps every item, in order, without overlap", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.3, max: 4, noNaN: true }), { maxLength: 60 }), (aspects) => {
        const rows = rowsOf(aspects);
        expect(rows.flatMap((row) => row.boxes.map((box) => box.item))).to.deep.equal(aspects);
        for (const { boxes } of rows) {
          for (const [at, box] of boxes.slice(1).entries()) expect(box.left).to.be.at.least(rightOf(boxes[at]));
        }
        for (const [at, row] of rows.slice(1).entries()) expect(row.top).to.equal(bottomOf(rows[at]) + options.gap);
      }),
    );
  });

  it("leaves a last row of few items at the usual height", () => {
    const [row] = rowsOf([1.5]);
    expect(row?.height).to.equal(200);
    expect(row?.boxes[0]?.width).to.equal(300);
  });

  it("keeps rows near the target height", () => {
    for (const row of rowsOf(Array.from({ length: 40 }, (_, index) => [1.5, 0.75, 1.33][index % 3] ?? 1)).slice(0, -1)) {
      expect(row.height).to.be.within(150, 270);
    }
  });

  it("does not let a panorama shrink its row to a ribbon", () => {
    const [row] = rowsOf([12]);
    expect(row?.height).to.equal(200);
  });
});
