import { type AlikePair, groupAlike } from "@mediashare/core";
import { expect } from "chai";

describe("groupAlike", () => {
  const cases: [string, AlikePair[], string[][]][] = [
    ["nothing", [], []],
    [
      "two apart",
      [
        ["b", "a"],
        ["d", "c"],
      ],
      [
        ["b", "a"],
        ["d", "c"],
      ],
    ],
    [
      "a chain",
      [
        ["c", "b"],
        ["b", "a"],
      ],
      [["c", "b", "a"]],
    ],
    [
      "two groups that a later pair joins",
      [
        ["b", "a"],
        ["d", "c"],
        ["c", "a"],
      ],
      [["a", "b", "c", "d"]],
    ],
    [
      "the same pair twice",
      [
        ["b", "a"],
        ["b", "a"],
      ],
      [["b", "a"]],
    ],
  ];
  for (const [what, pairs, groups] of cases) {
    it(`puts together ${what}`, () => {
      const sorted = (all: string[][]) => all.map((group) => group.toSorted());
      expect(sorted(groupAlike(pairs))).to.deep.equal(sorted(groups));
    });
  }
});
