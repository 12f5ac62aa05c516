import { parseRange } from "@mediashare/core";
import { expect } from "chai";

describe("parseRange of an object of 1000 bytes", () => {
  for (const [header, expected] of Object.entries({
    "bytes=0-0": { start: 0, end: 1 },
    "bytes=0-": { start: 0, end: 1000 },
    "bytes=10-19": { start: 10, end: 20 },
    "Bytes= 10-19 ": { start: 10, end: 20 },
    "bytes=990-5000": { start: 990, end: 1000 },
    "bytes=999-": { start: 999, end: 1000 },
    "bytes=-1": { start: 999, end: 1000 },
    "bytes=-5000": { start: 0, end: 1000 },
    "bytes=1000-": "unsatisfiable",
    "bytes=1000-2000": "unsatisfiable",
    "bytes=99999999999999999999-": "unsatisfiable",
    "bytes=-0": "unsatisfiable",
    "bytes=20-10": undefined,
    "bytes=-": undefined,
    "bytes=": undefined,
    "bytes=a-b": undefined,
    "bytes=0-1,5-6": undefined,
    "bytes=0x10-": undefined,
    "items=0-1": undefined,
    nonsense: undefined,
  })) {
    it(`${header}: ${JSON.stringify(expected) ?? "ignored"}`, () => {
      expect(parseRange(header, 1000)).to.deep.equal(expected);
    });
  }

  it("finds nothing in an empty object", () => {
    for (const header of ["bytes=0-", "bytes=-1", "bytes=0-0"]) expect(parseRange(header, 0)).to.equal("unsatisfiable");
  });
});
