import { WorkQueue } from "@mediashare/controller";
import { expect } from "chai";
import { FakeTimers } from "../../support/fake-timers.ts";

interface Run {
  readonly key: string;
  readonly atMs: number;
  end(comeBackMs?: number): Promise<void>;
  fail(): Promise<void>;
}

describe("WorkQueue", () => {
  const build = (concurrency = 10) => {
    const timers = new FakeTimers();
    const runs: Run[] = [];
    const errors: number[] = [];
    const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const queue = new WorkQueue({
      concurrency,
      timers,
      random: () => 0.5,
      onError: (_key, _error, retryMs) => errors.push(retryMs),
      work: (key) =>
        new Promise((resolve, reject) => {
          const end = (comeBackMs?: number): Promise<void> => {
            resolve(comeBackMs);
            return settle();
          };
          const fail = (): Promise<void> => {
            reject(new Error("it failed"));
            return settle();
          };
          runs.push({ key, atMs: timers.now(), end, fail });
        }),
    });
    const last = (): Run => runs.at(-1) as Run;
    return { queue, timers, runs, errors, last };
  };
  const keysOf = (runs: readonly Run[]): readonly string[] => runs.map(({ key }) => key);

  it("works on one key at a time once, however often it is added meanwhile, and then once more", async () => {
    const { queue, runs } = build();
    for (let times = 0; times < 3; times++) queue.add("a");
    expect(keysOf(runs)).to.deep.equal(["a"]);
    await runs[0]?.end();
    expect(keysOf(runs)).to.deep.equal(["a", "a"]);
    await runs[1]?.end();
    expect(runs).to.have.length(2);
  });

  it("works on several keys at once, as many as it may, in their order", async () => {
    const { queue, runs } = build(2);
    for (const key of ["a", "b", "c", "d"]) queue.add(key);
    expect(keysOf(runs)).to.deep.equal(["a", "b"]);
    expect(queue.depth).to.equal(2);
    await runs[0]?.end();
    expect(keysOf(runs)).to.deep.equal(["a", "b", "c"]);
  });

  it("comes back when the work says", async () => {
    const { queue, timers, runs, last } = build();
    queue.add("a");
    await last().end(5_000);
    timers.advance(4_999);
    expect(runs).to.have.length(1);
    timers.advance(1);
    expect(runs).to.have.length(2);
  });

  it("spreads keys that come back after the same time", async () => {
    const timers = new FakeTimers();
    const startsMs: number[] = [];
    let random = 0;
    const work = async (): Promise<number> => {
      startsMs.push(timers.now());
      return 10_000;
    };
    const queue = new WorkQueue({ concurrency: 10, timers, random: () => random, onError: () => undefined, work });
    for (const each of [0, 1]) {
      random = each;
      queue.add(`key ${each}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    timers.advance(12_000);
    expect(startsMs).to.deep.equal([0, 0, 9_000, 11_000]);
  });

  it("takes the earliest of several times", () => {
    const { queue, timers, runs } = build();
    queue.addAfter("a", 3_000);
    queue.addAfter("a", 1_000);
    queue.addAfter("a", 2_000);
    timers.advance(10_000);
    expect(runs.map(({ atMs }) => atMs)).to.deep.equal([1_000]);
  });

  it("tries what failed again after growing pauses, which end with a success", async () => {
    const { queue, timers, errors, last } = build();
    queue.add("a");
    for (let times = 0; times < 12; times++) {
      await last().fail();
      timers.advance(errors.at(-1) as number);
    }
    expect(errors.slice(0, 4)).to.deep.equal([500, 1_000, 2_000, 4_000]);
    expect(errors.at(-1)).to.equal(120_000);
    await last().end();
    queue.add("a");
    await last().fail();
    expect(errors.at(-1)).to.equal(500);
  });

  it("does not let what came during a long row of failures wait for the end of the pause", async () => {
    const { queue, timers, errors, runs, last } = build();
    queue.add("a");
    for (let times = 0; times < 8; times++) {
      await last().fail();
      timers.advance(errors.at(-1) as number);
    }
    queue.add("a");
    await last().fail();
    timers.advance(500);
    expect(runs).to.have.length(10);
  });

  it("keeps a key that fails from none of the others", async () => {
    const { queue, runs, last } = build(1);
    queue.add("bad");
    queue.add("good");
    await last().fail();
    expect(keysOf(runs)).to.deep.equal(["bad", "good"]);
  });

  it("takes nothing more when it stops, and waits for what runs", async () => {
    const { queue, timers, runs } = build(1);
    queue.add("a");
    queue.add("b");
    queue.addAfter("c", 10);
    let isStopped = false;
    const stopping = queue.stop().then(() => {
      isStopped = true;
    });
    queue.add("d");
    timers.advance(1_000);
    expect(isStopped).to.equal(false);
    await runs[0]?.end(10);
    await stopping;
    timers.advance(1_000);
    expect(keysOf(runs)).to.deep.equal(["a"]);
  });
});
