import type { Observation } from "@mediashare/policy";
import { expect } from "chai";
import { ON_DEMAND, SPOT, workerSpec } from "../../support/policy/builders.ts";
import { type Run, reversals, runClosedLoop, type World } from "../../support/policy/closed-loop.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const burst = (tasks: number, seconds: number) => (second: number) => (second === 0 ? Array.from({ length: tasks }, () => seconds) : []);

/** Poisson arrivals of so many tasks a second. */
function poisson(perSecond: number, durations: (random: () => number) => number, seed = 4) {
  const random = seededRandom(seed);
  return (): readonly number[] => {
    const tasks: number[] = [];
    for (let product = random(); product > Math.exp(-perSecond); product *= random()) tasks.push(durations(random));
    return tasks;
  };
}

function world(changes: Partial<World>): World {
  return { spec: workerSpec(), arrivals: () => [], tickSeconds: 10, startSeconds: 5, ...changes };
}

const last = (run: Run) => run.samples.at(-1);

describe("the policy in a closed loop", () => {
  it("drains a burst of 500 tasks of 10 s in 2 min plus the start of the workers and a task; then goes to zero, interrupting nobody", () => {
    const run = runClosedLoop(world({ arrivals: burst(500, 10) }), 420);
    expect(run.finishedAtSeconds).to.have.length(500);
    expect(Math.max(...run.finishedAtSeconds)).to.be.at.most(120 + 5 + 10);
    expect(Math.max(...run.samples.map(({ workers }) => workers)), "500 × 10 s ÷ 120 s").to.equal(42);
    expect(last(run)?.workers).to.equal(0);
    expect(run.interrupted).to.equal(0);
    expect(reversals(run.samples.map(({ workers }) => workers))).to.equal(1);
  });

  it("drains in time also with no delay: the floor of tasks in flight holds the workers while there is work", () => {
    const run = runClosedLoop(world({ spec: workerSpec({ scaleDownDelayMs: 0 }), arrivals: burst(500, 10), tickSeconds: 1 }), 200);
    expect(Math.max(...run.finishedAtSeconds)).to.be.at.most(120 + 5 + 10);
    expect(run.interrupted).to.equal(0);
    expect(last(run)?.workers).to.equal(0);
  });

  it("finds its size under a steady load (0.5 tasks a second of 10 s: 5 workers) and stays there", () => {
    const run = runClosedLoop(world({ arrivals: (second) => (second % 2 === 0 ? [10] : []) }), 3_600);
    const settled = run.samples.slice(1_200).map(({ workers }) => workers);
    expect(Math.min(...settled)).to.be.at.least(5);
    expect(Math.max(...settled)).to.be.at.most(6);
    expect(reversals(settled)).to.be.at.most(2);
    expect(Math.max(...run.timesInSystem), "drain target, start, a tick and a task").to.be.at.most(120 + 5 + 10 + 10);
  });

  it("does not oscillate under a noisy load: Poisson arrivals, task times from 1 to 60 s, SQS counts off by a fifth", () => {
    const noise = seededRandom(7);
    const wrong = (value: number) => Math.round(value * (0.8 + 0.4 * noise()));
    const distort = ({ worker }: Observation): Observation => {
      if (!worker?.queue) return {};
      const { visible, inFlight } = worker.queue.value;
      return { worker: { ...worker, queue: { ...worker.queue, value: { visible: wrong(visible), inFlight: wrong(inFlight) } } } };
    };
    const run = runClosedLoop(world({ arrivals: poisson(1, (random) => 1 + Math.floor(60 * random() ** 3)), distort }), 3_600);
    const settled = run.samples.slice(600).map(({ workers }) => workers);
    expect(reversals(settled), "in 50 minutes").to.be.at.most(15);
    expect(run.interrupted).to.equal(0);
    const sorted = run.timesInSystem.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length * 0.95)], "p95 of the time in the system").to.be.at.most(120);
  });

  it("scales a laptop every second: between 1 and 4 workers, back to 1 when the work is done", () => {
    const spec = workerSpec({ min: 1, max: 4, drainTargetMs: 3_000, scaleDownDelayMs: 30_000, defaultTaskSeconds: 2 });
    const run = runClosedLoop(
      world({ spec, arrivals: (second) => (second === 10 ? Array.from({ length: 40 }, () => 2) : []), tickSeconds: 1, startSeconds: 1 }),
      120,
    );
    const sizes = run.samples.map(({ workers }) => workers);
    expect(sizes[9]).to.equal(1);
    expect(sizes[11], "one tick after the files were dropped").to.equal(4);
    expect(Math.max(...run.finishedAtSeconds)).to.be.at.most(10 + (40 * 2) / 4 + 4);
    expect(sizes.at(-1)).to.equal(1);
    expect(reversals(sizes)).to.equal(1);
    expect(run.interrupted).to.equal(0);
  });

  it("holds everything through a blind stretch of five minutes", () => {
    const distort = (observation: Observation, second: number): Observation => (second >= 100 && second < 400 ? {} : observation);
    const run = runClosedLoop(world({ arrivals: (second) => (second % 2 === 0 ? [10] : []), distort }), 600);
    const blind = run.samples.slice(100, 400).map(({ workers }) => workers);
    expect(new Set(blind).size).to.equal(1);
  });
});

describe("the policy in a closed loop, with nodes", () => {
  const spec = workerSpec({
    max: 40,
    nodeGroups: [{ ...ON_DEMAND, minNodes: 1 }, SPOT],
    spot: { onDemandBase: 1, percentAboveBase: 100, fallbackAfterMs: 30_000 },
  });

  it("asks for nodes and workers in the same tick, never for a slow node twice, and gives all back but the minimum", () => {
    const run = runClosedLoop(world({ spec, arrivals: burst(480, 10), bootSeconds: 180 }), 1_200);
    expect(run.samples[0]?.decision?.actions.map(({ type }) => type)).to.deep.equal(["raiseNodeGroup", "scaleWorkers"]);
    expect(run.mostNodes, "40 workers: 4 on the base, 36 on 9 Spot nodes").to.deep.equal({ spot: 9 });
    expect(run.finishedAtSeconds).to.have.length(480);
    expect(run.interrupted).to.equal(0);
    expect(last(run)?.workers).to.equal(0);
    expect(last(run)?.nodes).to.deep.equal({ od: 1, spot: 0 });
  });

  it("buys on demand when Spot does not arrive within fallbackAfter, and gives it back when Spot returns", () => {
    const launches = (group: string, second: number) => group === "od" || second >= 600;
    const waves = (second: number) =>
      second === 0 ? Array.from({ length: 240 }, () => 10) : second % 2 === 0 && second % 600 < 480 ? [20] : [];
    const run = runClosedLoop(world({ spec, arrivals: waves, launches }), 2_400);
    const firstFallback = run.samples.findIndex(({ decision }) =>
      decision?.actions.some((action) => action.type === "raiseNodeGroup" && action.group === "od"),
    );
    expect(firstFallback, "asked at 0 s, overdue at 30 s").to.equal(30);
    const mostWorkers = Math.max(...run.samples.slice(0, 600).map(({ workers }) => workers));
    expect(run.mostNodes.od, "as many as the workers need, not one more").to.equal(Math.ceil(mostWorkers / 4));
    expect(run.samples[599]?.nodes.spot).to.equal(0);
    expect(run.samples[900]?.nodes.spot).to.be.at.least(1);
    expect(last(run)?.nodes.od, "back to the base").to.equal(1);
    expect(run.interrupted).to.equal(0);
  });

  it("gives on-demand nodes back although work never ends: a queue that is never empty, so that no worker is idle by itself", () => {
    const launches = (group: string, second: number) => group === "od" || second >= 300;
    const steady = workerSpec({ ...spec.worker, min: 12, max: 12 });
    const busyForEver = (second: number) => (second === 0 ? Array.from({ length: 3_000 }, () => 40) : []);
    const run = runClosedLoop(world({ spec: steady, arrivals: busyForEver, launches }), 2_400);
    expect(run.samples[299]?.nodes, "12 workers on demand while Spot is short").to.deep.equal({ od: 3, spot: 0 });
    expect(last(run)?.nodes).to.deep.equal({ od: 1, spot: 2 });
    expect(last(run)?.visible).to.be.above(0);
    expect(run.interrupted).to.equal(0);
  });

  it("takes back Spot that never came and is no longer needed", () => {
    const run = runClosedLoop(world({ spec, arrivals: burst(240, 10), launches: (group) => group === "od" }), 1_200);
    expect(run.finishedAtSeconds).to.have.length(240);
    expect(last(run)?.nodes).to.deep.equal({ od: 1, spot: 0 });
    const lastDecision = run.samples.findLast(({ decision }) => decision !== null)?.decision;
    expect(lastDecision?.nodeGroups.map(({ inputs }) => inputs.desiredNodes)).to.deep.equal([1, 0]);
    expect(run.interrupted).to.equal(0);
  });

  for (const seed of [1, 2, 3]) {
    it(`interrupts no task and keeps its promises through an hour of storms (seed ${seed}): Spot comes and goes, the load swings, times are heavy-tailed`, () => {
      const random = seededRandom(seed);
      const isSpotThere = Array.from({ length: 40 }, () => random() < 0.6);
      const launches = (group: string, second: number) => group === "od" || (isSpotThere[Math.floor(second / 120)] ?? true);
      const heavyTailed = poisson(1, (chance) => Math.min(300, Math.ceil(3 / (1 - chance()) ** 0.8)), seed);
      const arrivals = (second: number) => (second < 2_700 && second % 900 < 450 ? heavyTailed() : []);
      const run = runClosedLoop(world({ spec, arrivals, launches }), 4_200);
      expect(run.interrupted).to.equal(0);
      expect(run.timesInSystem.length).to.be.above(1_000);
      expect(last(run)).to.deep.include({ visible: 0, busy: 0, workers: 0, nodes: { od: 1, spot: 0 } });
      const sorted = run.timesInSystem.toSorted((a, b) => a - b);
      expect(sorted[Math.floor(sorted.length * 0.95)], "p95: drain target, fallback, boot, start and the longest task").to.be.at.most(
        120 + 30 + 60 + 5 + 300,
      );
    });
  }
});
