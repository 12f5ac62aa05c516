import { BatchedReadings, newestPoint, ReadyHistory, SharedReadings, weightedMean } from "@mediashare/controller";
import { expect } from "chai";

describe("a shared reading", () => {
  it("is taken once for all who want it at the same time, and again when it is too old", async () => {
    let nowMs = 0;
    let reads = 0;
    const shared = new SharedReadings<number>({ now: () => nowMs, maxAgeMs: 1_000 });
    const read = async (): Promise<number> => ++reads;
    expect(await Promise.all([shared.get("q", read), shared.get("q", read)])).to.deep.equal([1, 1]);
    expect(await shared.get("other", read)).to.equal(2);
    nowMs = 999;
    expect(await shared.get("q", read)).to.equal(1);
    nowMs = 1_000;
    expect(await shared.get("q", read)).to.equal(3);
  });

  it("shares a failure too", async () => {
    let reads = 0;
    const shared = new SharedReadings<number>({ now: () => 0, maxAgeMs: 1_000 });
    const fail = (): Promise<number> => Promise.reject(new Error(`failed ${++reads}`));
    const outcomes = await Promise.allSettled([shared.get("q", fail), shared.get("q", fail)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    expect(reads).to.equal(1);
  });
});

describe("batched readings", () => {
  function batches(maxBatch = 500) {
    const clock = { nowMs: 0 };
    const calls: (readonly string[])[] = [];
    const readings = new BatchedReadings<string, string>({
      now: () => clock.nowMs,
      read: async (queries) => {
        calls.push(queries);
        if (queries.includes("bad")) throw new Error("the call failed");
        return queries.map((query) => `${query}@${clock.nowMs}`);
      },
      keyOf: (query) => query,
      maxBatch,
      windowMs: 5,
      maxAgeMs: 1_000,
    });
    return { clock, calls, readings };
  }

  it("go in one call, each query once", async () => {
    const { calls, readings } = batches();
    const answers = await Promise.all(["a", "b", "a"].map((query) => readings.get(query)));
    expect(answers).to.deep.equal(["a@0", "b@0", "a@0"]);
    expect(calls).to.deep.equal([["a", "b"]]);
  });

  it("are split at the service's limit, and one call that fails does not spoil another", async () => {
    const { calls, readings } = batches(2);
    const outcomes = await Promise.allSettled(["a", "b", "bad"].map((query) => readings.get(query)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["fulfilled", "fulfilled", "rejected"]);
    expect(calls).to.deep.equal([["a", "b"], ["bad"]]);
  });

  it("take along what is wanted regularly and would be due soon", async () => {
    const { clock, calls, readings } = batches();
    await Promise.all([readings.get("a"), readings.get("b")]);
    clock.nowMs = 400;
    await readings.get("c");
    clock.nowMs = 1_000;
    expect(await readings.get("a")).to.equal("a@1000");
    expect(await readings.get("b")).to.equal("b@1000");
    expect(await readings.get("c")).to.equal("c@1000");
    expect(calls).to.deep.equal([["a", "b"], ["c"], ["a", "b", "c"]]);
  });

  it("drop what nobody wants any more", async () => {
    const { clock, calls, readings } = batches();
    await readings.get("old");
    clock.nowMs = 2_001;
    await readings.get("new");
    expect(calls.at(-1)).to.deep.equal(["new"]);
  });
});

describe("a CloudWatch series", () => {
  const minute = 60_000;

  it("counts for the minute that its newest point ends", () => {
    expect(newestPoint([{ atMs: 5 * minute, value: 7 }])).to.deep.equal({ value: 7, takenAtMs: 6 * minute });
    expect(newestPoint([])).to.equal(null);
  });

  it("has a mean weighted by samples, from the minutes of which both are known", () => {
    const sums = [
      { atMs: 3 * minute, value: 100 },
      { atMs: 2 * minute, value: 10 },
      { atMs: minute, value: 5 },
    ];
    const counts = [
      { atMs: 3 * minute, value: 1 },
      { atMs: 2 * minute, value: 10 },
    ];
    expect(weightedMean(sums, counts)).to.deep.equal({ value: 10, takenAtMs: 4 * minute });
    expect(weightedMean([], [])).to.equal(null);
  });
});

describe("how many pods were ready", () => {
  it("is known for any time since it was watched", () => {
    const history = new ReadyHistory();
    history.record("web", 2, 1_000);
    history.record("web", 2, 2_000);
    history.record("web", 5, 3_000);
    expect([999, 1_000, 2_999, 3_000, 9_000].map((atMs) => history.at("web", atMs))).to.deep.equal([null, 2, 2, 5, 5]);
    expect(history.at("upload", 3_000)).to.equal(null);
  });

  it("is kept for a quarter of an hour, with what was true at its beginning", () => {
    const history = new ReadyHistory();
    for (const [ready, atMs] of [
      [1, 0],
      [2, 10_000],
      [3, 1_000_000],
    ] as const)
      history.record("web", ready, atMs);
    expect(history.at("web", 5_000)).to.equal(null);
    expect(history.at("web", 200_000)).to.equal(2);
  });
});
