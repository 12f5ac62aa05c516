import {
  decide,
  type Memory,
  type NodeGroupSpec,
  type NodeState,
  type Observation,
  type PolicySpec,
  type WorkerMember,
} from "@mediashare/policy";
import { expect } from "chai";
import fc from "fast-check";
import { at, group, NOON, node, ON_DEMAND, observe, remembering, SPOT, workerSpec } from "../../support/policy/builders.ts";
import { reversals } from "../../support/policy/closed-loop.ts";

const count = (max: number) => fc.integer({ min: 0, max });

const arbitraryMember: fc.Arbitrary<Omit<WorkerMember, "name">> = fc.record(
  { state: fc.constantFrom("starting", "idle", "busy", "unknown"), node: fc.constantFrom("od0", "od1", "spot0", "spot1") },
  { requiredKeys: ["state"] },
);

const arbitraryNodes = (prefix: string): fc.Arbitrary<readonly NodeState[]> =>
  fc
    .array(fc.record({ state: fc.constantFrom("booting", "ready", "leaving"), cordoned: fc.boolean(), otherPods: count(1) }), {
      maxLength: 4,
    })
    .map((nodes) => nodes.map((changes, index) => node(`${prefix}${index}`, changes)));

const arbitraryGroup = (prefix: string) =>
  fc.record({ desired: count(8), nodes: arbitraryNodes(prefix) }).map(({ desired, nodes }) => group(desired, nodes));

/** Everything known and fresh. */
const arbitraryScene = fc
  .record({
    visible: count(3_000),
    inFlight: count(60),
    mean: fc.double({ min: 0.01, max: 600, noNaN: true }),
    members: fc.array(arbitraryMember, { maxLength: 30 }),
    notCreated: count(5),
    groups: fc.record({ od: arbitraryGroup("od"), spot: arbitraryGroup("spot") }),
  })
  .map(({ members: fleet, notCreated, ...scene }) => {
    const members = fleet.map((member, index) => ({ ...member, name: `w${index}` }));
    return { ...scene, members, asked: members.length + notCreated };
  });

const groupBounds = (spec: NodeGroupSpec) =>
  fc.record({ minNodes: count(3), more: count(8) }).map(({ minNodes, more }) => ({ ...spec, minNodes, maxNodes: minNodes + more }));

const arbitrarySpec: fc.Arbitrary<PolicySpec> = fc
  .record({
    min: count(10),
    more: count(60),
    concurrency: fc.integer({ min: 1, max: 4 }),
    drainTargetMs: fc.integer({ min: 1_000, max: 600_000 }),
    scaleDownDelayMs: count(300_000),
    od: groupBounds(ON_DEMAND),
    spot: groupBounds(SPOT),
    onDemandBase: count(4),
    percentAboveBase: count(100),
    fallbackAfterMs: count(60_000),
    hasNodes: fc.boolean(),
  })
  .map(({ min, more, od, spot, onDemandBase, percentAboveBase, fallbackAfterMs, hasNodes, ...rest }) =>
    workerSpec({
      ...rest,
      min,
      max: min + more,
      nodeGroups: hasNodes ? [od, spot] : [],
      spot: { onDemandBase, percentAboveBase, fallbackAfterMs },
    }),
  );

/** A memory as a few ticks of arbitrary readings leave it. */
const arbitraryPast = fc.tuple(arbitrarySpec, fc.array(fc.tuple(arbitraryScene, count(40_000)), { maxLength: 4 })).map(([spec, ticks]) => {
  let memory: Memory | null = null;
  let now = NOON - 200_000;
  for (const [scene, pauseMs] of ticks) {
    memory = decide(observe(now, scene), spec, memory, now).memory;
    now += pauseMs;
  }
  return { spec, memory };
});

function bounds(spec: PolicySpec) {
  if (!spec.worker) throw new Error("a worker spec is always generated");
  return spec.worker;
}

const RUNS = { numRuns: 500 };

describe("for every state of the world, the policy", () => {
  it("never leaves the bounds, of workers or of nodes", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, fc.boolean(), ({ spec, memory }, scene, queueUnknown) => {
        const { decision } = decide(observe(NOON, { ...scene, queueUnknown }), spec, memory, NOON);
        const { min, max, nodeGroups = [] } = bounds(spec);
        expect(decision.workers?.desired).to.be.within(min, max);
        for (const action of decision.actions) {
          if (action.type !== "raiseNodeGroup" && action.type !== "cancelNodes") continue;
          const limits = nodeGroups.find(({ name }) => name === action.group);
          if (action.type === "raiseNodeGroup") expect(action.to).to.be.within(limits?.minNodes ?? 0, limits?.maxNodes ?? 0);
          else expect(action.to).to.be.at.least(limits?.minNodes ?? 0);
        }
      }),
      RUNS,
    );
  });

  it("never scales down below what is in flight, nor names a worker to remove that works", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
        const { max, concurrency } = bounds(spec);
        const scaled = decision.actions.find((action) => action.type === "scaleWorkers");
        if (!scaled || scaled.to >= scene.asked || scaled.to === max) return;
        const working = new Set(scene.members.filter(({ state }) => state === "busy" || state === "unknown").map(({ name }) => name));
        expect(scaled.to).to.be.at.least(Math.min(scene.asked, Math.max(working.size, Math.ceil(scene.inFlight / concurrency))));
        expect(scaled.removeFirst.filter((name) => working.has(name))).to.deep.equal([]);
      }),
      RUNS,
    );
  });

  it("wants no fewer workers for a larger backlog", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, count(500), count(50), ({ spec, memory }, scene, moreVisible, moreInFlight) => {
        const more = { ...scene, visible: scene.visible + moreVisible, inFlight: scene.inFlight + moreInFlight };
        const [small, large] = [scene, more].map(
          (seen) => decide(observe(NOON, seen), spec, memory, NOON).decision.workers?.desired ?? Number.NaN,
        );
        expect(large).to.be.at.least(small ?? Number.NaN);
      }),
      RUNS,
    );
  });

  it("scales up at once to what the drain target needs", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
        const { min, max, drainTargetMs, concurrency } = bounds(spec);
        const tasks = scene.visible + scene.inFlight;
        const exact = Math.min((tasks * scene.mean * 1_000) / (drainTargetMs * concurrency), tasks / concurrency);
        expect(decision.workers?.desired).to.be.at.least(Math.min(max, Math.max(min, Math.floor(exact))));
      }),
      RUNS,
    );
  });

  it("holds whatever is unknown: no fewer workers than decided last, nothing taken away", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, { ...scene, queueUnknown: true }), spec, memory, NOON);
        const { min, max } = bounds(spec);
        const held = Math.max(memory?.workers.desired ?? 0, scene.asked);
        expect(decision.workers?.desired).to.equal(Math.min(max, Math.max(min, held)));
        const takingAway = ["cordonNode", "evictWorkers", "terminateNode", "cancelNodes"];
        expect(decision.actions.filter(({ type }) => takingAway.includes(type))).to.deep.equal([]);
      }),
      RUNS,
    );
  });

  for (const mode of ["Observe", "Paused"] as const) {
    it(`does nothing in mode ${mode}`, () => {
      fc.assert(
        fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
          const quiet: PolicySpec = { worker: { ...bounds(spec), mode } };
          const result = decide(observe(NOON, scene), quiet, memory, NOON);
          expect(result.decision.actions).to.deep.equal([]);
          expect(result.memory.workers.askedAtMs).to.equal(memory?.workers.askedAtMs ?? null);
        }),
        RUNS,
      );
    });
  }

  it("keeps the on-demand base: as many nodes on demand as the base and the bounds say, unless fewer hold all workers", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
        const { nodeGroups = [], spot } = bounds(spec);
        const [onDemand] = nodeGroups;
        const target = decision.nodeGroups.find(({ name }) => name === "od")?.targetNodes;
        if (!onDemand || target === undefined) return;
        const holdAll = Math.ceil((decision.workers?.desired ?? 0) / 4);
        expect(target).to.be.at.least(Math.min(spot?.onDemandBase ?? 0, onDemand.maxNodes, holdAll));
      }),
      RUNS,
    );
  });

  it("wants nodes for all workers, or says that the groups are full", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
        if (decision.nodeGroups.length === 0) return;
        const room = decision.nodeGroups.reduce((total, { targetNodes }) => total + (targetNodes ?? 0) * 4, 0);
        const isFull = decision.nodeGroups.some(({ reasons }) => reasons.some(({ code }) => code === "NodeGroupsAtMax"));
        expect(room >= (decision.workers?.desired ?? 0) || isFull).to.equal(true);
      }),
      RUNS,
    );
  });

  it("never buys twice what is on its way, however slowly it boots", () => {
    fc.assert(
      fc.property(arbitrarySpec, arbitraryScene, fc.array(count(20_000), { minLength: 1, maxLength: 10 }), (spec, scene, pauses) => {
        const none = { od: group(0), spot: group(0) };
        const first = decide(observe(NOON, { ...scene, groups: none }), spec, null, NOON);
        const booting = (name: "od" | "spot") => {
          const asked = first.memory.nodeGroups[name]?.desiredNodes ?? 0;
          return group(
            asked,
            Array.from({ length: asked }, (_, index) => node(`${name}${index}`, { state: "booting", launchedAtMs: NOON })),
          );
        };
        const groups = { od: booting("od"), spot: booting("spot") };
        let memory = first.memory;
        let now = NOON;
        for (const pauseMs of pauses) {
          now += pauseMs;
          const next = decide(observe(now, { ...scene, groups }), spec, memory, now);
          expect(next.decision.actions.filter(({ type }) => type === "raiseNodeGroup")).to.deep.equal([]);
          memory = next.memory;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("takes away no node on which something runs, and only cordoned ones", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
        for (const action of decision.actions) {
          if (action.type !== "terminateNode") continue;
          const victim = [...scene.groups.od.nodes, ...scene.groups.spot.nodes].find(({ name }) => name === action.node);
          expect(victim).to.deep.include({ state: "ready", cordoned: true, otherPods: 0 });
          expect(scene.members.filter((member) => member.node === action.node)).to.deep.equal([]);
        }
        for (const name of ["od", "spot"]) {
          expect(decision.actions.filter((action) => action.type === "terminateNode" && action.group === name).length).to.be.at.most(1);
        }
      }),
      RUNS,
    );
  });

  it("decides the same again from the same readings at the same time, and remembers nothing new", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, fc.boolean(), ({ spec, memory }, scene, queueUnknown) => {
        const observation = observe(NOON, { ...scene, queueUnknown });
        const first = decide(observation, spec, memory, NOON);
        const second = decide(observation, spec, first.memory, NOON);
        expect(second.decision.workers?.desired).to.equal(first.decision.workers?.desired);
        expect(second.decision.actions).to.deep.equal(first.decision.actions);
        expect(second.memory).to.deep.equal(first.memory);
      }),
      RUNS,
    );
  });

  it("has a memory and a decision of plain JSON, and does not change what it is given", () => {
    fc.assert(
      fc.property(arbitraryPast, arbitraryScene, ({ spec, memory }, scene) => {
        const given = JSON.stringify([scene, spec, memory]);
        const result = decide(observe(NOON, scene), spec, memory, NOON);
        expect(JSON.stringify([scene, spec, memory])).to.equal(given);
        expect(JSON.parse(JSON.stringify(result))).to.deep.equal(result);
        const stored = memory && (JSON.parse(JSON.stringify(memory)) as Memory);
        expect(decide(observe(NOON, scene), spec, stored, NOON)).to.deep.equal(result);
      }),
      RUNS,
    );
  });

  it("does not move at all under a steady need", () => {
    fc.assert(
      fc.property(arbitrarySpec, count(2_000), fc.double({ min: 0.1, max: 60, noNaN: true }), (spec, visible, mean) => {
        const sizes = drive(
          spec,
          Array.from({ length: 60 }, () => ({ visible, mean })),
        );
        expect(reversals(sizes)).to.equal(0);
        expect(new Set(sizes.slice(1)).size).to.equal(1);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps still under noise: a need that wavers within the delay only raises the size, up to its highest", () => {
    const noise = fc.array(fc.double({ min: 0.7, max: 1.3, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(count(2_000), noise, (visible, factors) => {
        const spec = workerSpec({ scaleDownDelayMs: 120_000 });
        const sizes = drive(
          spec,
          factors.map((factor) => ({ visible: Math.round(visible * factor), mean: 10 })),
        );
        expect(sizes).to.deep.equal(sizes.toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });

  it("has a memory that stays small at one-second ticks", () => {
    fc.assert(
      fc.property(fc.array(count(2_400), { minLength: 300, maxLength: 300 }), (backlogs) => {
        let memory: Memory = remembering(0, NOON);
        for (const [second, visible] of backlogs.entries()) {
          const now = NOON + second * 1_000;
          memory = decide(observe(now, { visible, asked: memory.workers.desired ?? 0 }), workerSpec(), memory, now).memory;
          expect(memory.workers.desires.length).to.be.at.most(22);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("for every load, a serving fleet", () => {
  it("stays within its bounds, wants no fewer members for more load, and repeats itself", () => {
    const load = fc.record({ perTarget: fc.double({ min: 0, max: 5_000, noNaN: true }), targets: count(30) });
    fc.assert(
      fc.property(
        load,
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        ({ perTarget, targets }, more, asked) => {
          const spec: PolicySpec = {
            fleets: { web: { mode: "Auto", min: 2, max: 20, metric: { type: "cpuUtilization", target: 60 }, scaleDownDelayMs: 60_000 } },
          };
          const see = (value: number): Observation => ({
            fleets: { web: { asked: at(NOON, asked), load: at(NOON, { perTarget: value, targets }) } },
          });
          const small = decide(see(perTarget), spec, null, NOON);
          const large = decide(see(perTarget + more), spec, null, NOON);
          expect(small.decision.fleets.web?.desired).to.be.within(2, 20);
          expect(large.decision.fleets.web?.desired).to.be.at.least(small.decision.fleets.web?.desired ?? Number.NaN);
          const again = decide(see(perTarget), spec, small.memory, NOON);
          expect(again.decision.actions).to.deep.equal(small.decision.actions);
          expect(again.memory).to.deep.equal(small.memory);
        },
      ),
      RUNS,
    );
  });
});

/** The sizes that follow from these needs, ten seconds apart, each decision carried out at once. */
function drive(spec: PolicySpec, needs: readonly { visible: number; mean: number }[]): readonly number[] {
  let memory: Memory | null = null;
  const sizes = [0];
  for (const [tick, need] of needs.entries()) {
    const now = NOON + tick * 10_000;
    const { decision, memory: next }: ReturnType<typeof decide> = decide(
      observe(now, { ...need, asked: sizes.at(-1) ?? 0 }),
      spec,
      memory,
      now,
    );
    memory = next;
    sizes.push(decision.workers?.desired ?? Number.NaN);
  }
  return sizes;
}
