import { chooseBest } from "@mediashare/web/ui/duplicates/choose-best.ts";
import { expect } from "chai";
import { mediaSummary } from "./support.ts";

describe("chooseBest", () => {
  const plain = mediaSummary({ id: "b" });
  for (const [what, better] of [
    ["more pixels", mediaSummary({ id: "c", width: 1501 })],
    ["a larger file of the same size", mediaSummary({ id: "c", sizeBytes: 1_001 })],
    ["its owner's words", mediaSummary({ id: "c", caption: "us", width: 100 })],
    ["its owner's heart", mediaSummary({ id: "c", favourite: true, width: 100 })],
    ["the earlier time", mediaSummary({ id: "c", timelineAt: "2026-04-01T12:00:00.000Z" })],
    ["the lesser id, where all is the same", mediaSummary({ id: "a" })],
  ] as const) {
    it(`prefers what has ${what}`, () => {
      expect(chooseBest([plain, better])).to.equal(better);
      expect(chooseBest([better, plain])).to.equal(better);
    });
  }

  it("has nothing to choose from nothing", () => {
    expect(chooseBest([])).to.equal(undefined);
  });
});
