import { parseDurationMs } from "@mediashare/api";
import { expect } from "chai";

describe("parseDurationMs", () => {
  for (const [text, expected] of [
    ["30s", 30_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1_500],
    ["250ms", 250],
    ["2m0s", 120_000],
  ] as const) {
    it(`${text} is ${expected} ms`, () => expect(parseDurationMs(text)).to.equal(expected));
  }

  for (const text of ["", "30", "s", "-1s", "1d", "1 m"]) {
    it(`"${text}" is none`, () => expect(() => parseDurationMs(text)).to.throw(RangeError, "write one such as"));
  }
});
