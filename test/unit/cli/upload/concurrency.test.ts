import { setTimeout as sleep } from "node:timers/promises";
import { batched, mapConcurrent } from "@mediashare/cli";
import { expect } from "chai";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function* slowly(...items: readonly (number | Error)[]): AsyncGenerator<number> {
  for (const item of items) {
    await sleep(1);
    if (item instanceof Error) throw item;
    yield item;
  }
}

describe("mapConcurrent", () => {
  it("does so many at a time, and hands results out as they come", async () => {
    let [running, most] = [0, 0];
    const results = await all(
      mapConcurrent([30, 1, 20, 1, 1], 2, async (ms) => {
        running += 1;
        most = Math.max(most, running);
        await sleep(ms);
        running -= 1;
        return ms;
      }),
    );
    expect(most).to.equal(2);
    expect(results.toSorted()).to.deep.equal([1, 1, 1, 20, 30]);
    expect(results.at(-1), "the slow one does not hold up the others").not.to.equal(1);
  });

  it("has nothing to hand out of nothing", async () => {
    expect(await all(mapConcurrent([], 4, async (item) => item))).to.deep.equal([]);
    expect(await all(mapConcurrent(slowly(), 4, async (item) => item))).to.deep.equal([]);
  });

  it("takes items from a source that is slow itself", async () => {
    expect((await all(mapConcurrent(slowly(1, 2, 3), 2, async (item) => item * 2))).toSorted()).to.deep.equal([2, 4, 6]);
  });

  for (const [title, run] of [
    ["the work", () => mapConcurrent([1, 2, 3, 4], 2, async (item) => (item === 2 ? Promise.reject(new Error("broken")) : sleep(5)))],
    ["the source", () => mapConcurrent(slowly(1, 2, new Error("broken")), 2, async (item) => item)],
  ] as const) {
    it(`ends with the error of ${title}, also while results wait to be taken`, async () => {
      const failure = (async () => {
        for await (const _ of run()) await sleep(20);
      })();
      expect(await failure.catch((error: Error) => error.message)).to.equal("broken");
    });
  }

  it("begins nothing more once nobody takes results", async () => {
    const begun: number[] = [];
    for await (const _ of mapConcurrent([1, 2, 3, 4, 5, 6], 1, async (item) => void begun.push(item))) break;
    const count = begun.length;
    await sleep(10);
    expect(begun.length - count).to.be.at.most(1);
  });
});

describe("batched", () => {
  it("fills batches", async () => {
    expect(await all(batched(slowly(1, 2, 3, 4, 5), { size: 2, waitMs: 1_000 }))).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it("hands out what there is when its first item has waited long enough", async () => {
    async function* source(): AsyncGenerator<number> {
      yield 1;
      await sleep(60);
      yield 2;
    }
    expect(await all(batched(source(), { size: 10, waitMs: 10 }))).to.deep.equal([[1], [2]]);
  });

  it("has no batch of nothing", async () => {
    expect(await all(batched(slowly(), { size: 2, waitMs: 5 }))).to.deep.equal([]);
  });

  it("ends with the error of its source, after what came before", async () => {
    const seen: number[][] = [];
    const error = await (async () => {
      for await (const batch of batched(slowly(1, 2, 3, new Error("broken")), { size: 2, waitMs: 50 })) {
        seen.push(batch);
        await sleep(20);
      }
    })().catch((failure: Error) => failure.message);
    expect([error, seen[0]]).to.deep.equal(["broken", [1, 2]]);
  });
});
