import { orderKeyBetween, orderKeysBetween } from "@mediashare/core";
import { expect } from "chai";
import { seededRandom } from "../../../support/seeded-random.ts";

describe("order keys", () => {
  it("stand between their neighbours, wherever items are put", () => {
    const random = seededRandom(7);
    const keys: string[] = [];
    for (let n = 0; n < 3_000; n += 1) {
      const at = Math.floor(random() * (keys.length + 1));
      keys.splice(at, 0, orderKeyBetween(keys[at - 1], keys[at]));
    }
    expect(keys).to.deep.equal(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it("stay short when items are appended, or put before the first", () => {
    let [first, last] = [orderKeyBetween(undefined, undefined), orderKeyBetween(undefined, undefined)];
    for (let n = 0; n < 20_000; n += 1) {
      const [before, after] = [orderKeyBetween(undefined, first), orderKeyBetween(last, undefined)];
      expect(before < first && after > last).to.equal(true);
      [first, last] = [before, after];
    }
    expect([first.length, last.length]).to.deep.equal([6, 6]);
  });

  it("always leave room, also for the same gap again and again", () => {
    for (const side of ["left", "right"] as const) {
      let [low, high] = orderKeysBetween(undefined, undefined, 2) as [string, string];
      for (let n = 0; n < 500; n += 1) {
        const key = orderKeyBetween(low, high);
        expect(key > low && key < high, `${low} < ${key} < ${high}`).to.equal(true);
        if (side === "left") high = key;
        else low = key;
      }
    }
  });

  it("come many at once, in order, between two others or at an end", () => {
    const [low, high] = orderKeysBetween(undefined, undefined, 2) as [string, string];
    for (const [after, before] of [
      [undefined, undefined],
      [low, undefined],
      [undefined, low],
      [low, high],
    ] as const) {
      const keys = orderKeysBetween(after, before, 100);
      expect(keys).to.have.length(100);
      expect(keys).to.deep.equal([...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)));
      if (after !== undefined) expect((keys[0] as string) > after).to.equal(true);
      if (before !== undefined) expect((keys.at(-1) as string) < before).to.equal(true);
    }
    expect(orderKeysBetween(low, high, 0)).to.deep.equal([]);
  });

  it("refuse a gap that is none", () => {
    const key = orderKeyBetween(undefined, undefined);
    expect(() => orderKeyBetween(key, key)).to.throw(RangeError);
  });
});
