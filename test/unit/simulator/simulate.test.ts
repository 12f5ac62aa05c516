import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFAULT_PEER,
  DEFAULT_WORLD,
  NothingToSimulateError,
  parseTrace,
  peerScaler,
  percentile,
  policyScaler,
  reversals,
  type Scaler,
  simulate,
  TUNED_PEER,
  type WorldSettings,
} from "@mediashare/simulator";
import { expect } from "chai";
import { ON_DEMAND, SPOT, workerSpec } from "../../support/policy/builders.ts";
import { EXACT } from "../../support/simulator/worlds.ts";

const traces = join(import.meta.dirname, "../../bench/traces");
const onNodes = workerSpec({ nodeGroups: [ON_DEMAND, SPOT] });

/** Leaves everything as it is. */
const nobody: Scaler = { name: "nobody", start: () => () => undefined };

function replay(trace: string, scaler: Scaler, spec = onNodes, settings: Partial<WorldSettings> = {}) {
  return simulate({ spec, trace: parseTrace(trace), scaler, world: { ...DEFAULT_WORLD, ...settings } });
}

describe("a simulation", () => {
  const busy = "0,50,8\n300,200,3\n900,20,40\n# spot reclaim 600 50\n# spot shortage 650 900";

  for (const scaler of [policyScaler, peerScaler(DEFAULT_PEER), peerScaler(TUNED_PEER)]) {
    it(`of ${scaler.name} does every task, and gives the same result for the same seed`, () => {
      const first = replay(busy, scaler, onNodes, { seed: 7 });
      expect(first.summary).to.include({ finished: 270, unfinished: 0 });
      expect(replay(busy, scaler, onNodes, { seed: 7 })).to.deep.equal(first);
      expect(replay(busy, scaler, onNodes, { seed: 8 }).samples).not.to.deep.equal(first.samples);
    });
  }

  it("adds up what there was: workers, nodes and what they cost", () => {
    const nodeGroups = [
      { ...ON_DEMAND, minNodes: 1 },
      { ...SPOT, minNodes: 2 },
    ];
    const settings = { ...EXACT, bootSeconds: 0, tailSeconds: 7_200 };
    const { summary, samples } = replay("0,4,10", nobody, workerSpec({ min: 3, nodeGroups }), settings);
    expect(samples).to.have.length(7_200);
    expect(summary.workerSeconds).to.equal(3 * 7_200);
    expect(summary.nodeHours).to.deep.equal({ onDemand: 2, spot: 4 });
    expect(summary.costUsd, "2 h at $0.17 and 4 h at $0.068").to.be.closeTo(0.612, 1e-9);
    expect(summary.most).to.deep.equal({ visible: 1, workers: 3, nodes: 3 });
    expect(summary.timeToReady).to.deep.equal({ p50: 10, p95: 20, p99: 20 });
    expect(summary).to.include({ reversals: 0, interrupted: 0, lostSeconds: 0, finished: 4, unfinished: 0 });
  });

  it("gives up six hours after the last arrival, and says what was not done", () => {
    const { summary, samples } = replay("0,3,1", nobody, workerSpec());
    expect(summary).to.include({ finished: 0, unfinished: 3, workerSeconds: 0 });
    expect(samples).to.have.length(6 * 3_600);
    expect(summary.timeToReady).to.deep.equal({ p50: 0, p95: 0, p99: 0 });
  });

  it("takes nodes to be there where the pipeline names none", () => {
    const { summary } = replay("0,10,5", policyScaler, workerSpec());
    expect(summary).to.include({ finished: 10, costUsd: 0 });
    expect(summary.workerSeconds).to.be.greaterThan(0);
  });

  it("needs a worker fleet", () => {
    expect(() => replay("0,1,1", policyScaler, {})).to.throw(NothingToSimulateError, "write spec.worker");
  });
});

describe("the measures of a simulation", () => {
  it("count a change of direction, not of size", () => {
    const cases: readonly (readonly [readonly number[], number])[] = [
      [[3, 5, 4], 1],
      [[0, 1, 2, 2, 5], 0],
      [[0, 4, 4, 4, 0], 1],
      [[0, 4, 2, 2, 3, 0], 3],
      [[], 0],
    ];
    for (const [sizes, count] of cases) expect(reversals(sizes), sizes.join()).to.equal(count);
  });

  it("take percentiles by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_unused, index) => index + 1);
    expect([50, 95, 99, 100].map((percent) => percentile(hundred, percent))).to.deep.equal([50, 95, 99, 100]);
    expect(percentile([4], 95)).to.equal(4);
    expect(percentile([], 95)).to.equal(0);
  });
});

describe("Mediashare's policy in a simulation", () => {
  it("interrupts no task on the daily wave, while KEDA and the HPA do", async () => {
    const wave = await readFile(join(traces, "daily-wave.csv"), "utf8");
    const ours = replay(wave, policyScaler);
    expect(ours.summary).to.include({ interrupted: 0, unfinished: 0 });
    const atNight = ours.samples.slice(5 * 3_600, 6 * 3_600).map(({ asked }) => asked);
    expect(Math.min(...atNight)).to.equal(0);
    expect(replay(wave, peerScaler(TUNED_PEER)).summary.interrupted).to.be.greaterThan(100);
  });

  it("reaches zero workers and the groups' minimum of nodes, and leaves it at the next task", () => {
    const { samples, summary } = replay("0,100,10\n3600,1,10", policyScaler);
    const nodes = ({ onDemandNodes, spotNodes }: (typeof samples)[number]) => onDemandNodes + spotNodes;
    const rest = samples.slice(2_400, 3_600);
    expect(rest.map(({ asked }) => asked).every((asked) => asked === 0)).to.equal(true);
    expect(rest.map(nodes).every((count) => count === 0)).to.equal(true);
    expect(summary).to.include({ finished: 101, interrupted: 0 });
    expect(samples.at(-1)).to.include({ asked: 0, onDemandNodes: 0, spotNodes: 0 });
  });

  it("acts in a pipeline that is set to observe: the question is what it would do", () => {
    expect(replay("0,10,5", policyScaler, workerSpec({ mode: "Observe" })).summary.finished).to.equal(10);
  });

  it("goes on demand while there is no Spot", () => {
    const { samples, summary } = replay("# spot shortage 0 3600\n0,400,10", policyScaler);
    expect(summary.unfinished).to.equal(0);
    expect(Math.max(...samples.map(({ onDemandNodes }) => onDemandNodes))).to.be.greaterThan(0);
    expect(Math.max(...samples.map(({ spotNodes }) => spotNodes))).to.equal(0);
  });
});
