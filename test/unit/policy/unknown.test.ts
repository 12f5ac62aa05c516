import { decide, type Memory, type Observation, STALE_AFTER_MS } from "@mediashare/policy";
import { expect } from "chai";
import {
  at,
  fleetSpec,
  group,
  NOON,
  node,
  ON_DEMAND,
  observe,
  ready,
  remembering,
  SPOT,
  workerSpec,
} from "../../support/policy/builders.ts";

const NODES = { nodeGroups: [ON_DEMAND, SPOT] };

describe("unknown is not zero", () => {
  const unknownQueues: readonly [string, Observation["worker"]][] = [
    ["missing", { ...observe(NOON, { asked: 8 }).worker, queue: null } as Observation["worker"]],
    [
      "stale",
      {
        ...observe(NOON, { asked: 8 }).worker,
        queue: at(NOON - STALE_AFTER_MS.queue - 1, { visible: 0, inFlight: 0 }),
      } as Observation["worker"],
    ],
    ["invalid", { ...observe(NOON, { asked: 8 }).worker, queue: at(NOON, { visible: Number.NaN, inFlight: 0 }) } as Observation["worker"]],
  ];
  for (const [why, worker] of unknownQueues) {
    it(`holds the last decision while the queue's reading is ${why}`, () => {
      const { decision } = decide({ ...(worker && { worker }) }, workerSpec({ scaleDownDelayMs: 0 }), remembering(8, NOON - 600_000), NOON);
      expect(decision.workers?.desired).to.equal(8);
      expect(decision.workers?.reasons[0]).to.deep.equal({
        code: "QueueUnknown",
        message: `The reading of the queue is ${why}. Unknown is not empty: the last decision, 8 workers, holds.`,
      });
      expect(decision.actions).to.deep.equal([]);
      expect(decision.conditions.scalingActive).to.equal(false);
    });
  }

  it("holds through an hour of outage, and starts the delay anew when it is over", () => {
    let memory: Memory = remembering(8, NOON);
    for (let minute = 1; minute <= 60; minute += 1) {
      const now = NOON + minute * 60_000;
      const result = decide(observe(now, { asked: 8, queueUnknown: true }), workerSpec(), memory, now);
      expect(result.decision.workers?.desired).to.equal(8);
      memory = result.memory;
    }
    const back = NOON + 61 * 60_000;
    const first = decide(observe(back, { asked: 8 }), workerSpec(), memory, back);
    expect(first.decision.workers?.desired, "one reading of zero is not enough").to.equal(8);
    const later = back + 121_000;
    expect(decide(observe(later, { asked: 8 }), workerSpec(), first.memory, later).decision.workers?.desired).to.equal(0);
  });

  it("asks again for the last decision where it was not carried out", () => {
    const { decision } = decide(observe(NOON, { asked: 3, queueUnknown: true }), workerSpec(), remembering(8, NOON - 10_000), NOON);
    expect(decision.actions).to.deep.equal([{ type: "scaleWorkers", from: 3, to: 8, removeFirst: [] }]);
  });

  it("keeps what somebody else added", () => {
    const { decision } = decide(observe(NOON, { asked: 12, queueUnknown: true }), workerSpec(), remembering(8, NOON - 10_000), NOON);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.workers?.desired).to.equal(12);
  });

  it("decides nothing when nothing is known and nothing was ever decided", () => {
    const { decision, memory } = decide({}, workerSpec({ min: 2, ...NODES }), null, NOON);
    expect(decision.workers?.desired).to.equal(null);
    expect(decision.workers?.reasons[0]?.code).to.equal("NothingKnown");
    expect(decision.actions).to.deep.equal([]);
    expect(memory.nodeGroups).to.deep.equal({});
  });

  it("does not touch a fleet whose size it cannot read, but says what it would need", () => {
    const { decision } = decide(observe(NOON, { visible: 500, workersUnknown: true }), workerSpec(), remembering(8, NOON - 10_000), NOON);
    expect(decision.workers?.desired).to.equal(42);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.workers?.reasons.map(({ code }) => code)).to.deep.equal(["MeetsDrainTarget", "WorkersUnknown"]);
  });

  it("takes no worker away on a reading from before its own last change", () => {
    const up = decide(observe(NOON, { visible: 240, asked: 4 }), workerSpec({ scaleDownDelayMs: 0 }), remembering(4, NOON - 10_000), NOON);
    expect(up.decision.workers?.desired).to.equal(20);
    const soon = NOON + 5_000;
    const next = decide(
      observe(soon, { visible: 60, asked: 4, takenAtMs: NOON - 1 }),
      workerSpec({ scaleDownDelayMs: 0 }),
      up.memory,
      soon,
    );
    expect(next.decision.workers?.desired).to.equal(20);
    expect(next.decision.actions).to.deep.equal([]);
  });

  it("neither raises nor lowers a node group that it cannot read; the other groups go on", () => {
    const memory = remembering(8, NOON - 10_000, {
      nodeGroups: { spot: { desiredNodes: 2, workersPerNode: 4, changedAtMs: null, launchedNodes: 2, waiting: [], overdueNodes: 0 } },
    });
    const scene = { visible: 240, asked: 8, groups: { od: group(0), spot: null } };
    const { decision } = decide(observe(NOON, scene), workerSpec(NODES), memory, NOON);
    expect(decision.nodeGroups.map(({ name, targetNodes }) => ({ name, targetNodes }))).to.deep.equal([
      { name: "od", targetNodes: 3 },
      { name: "spot", targetNodes: 2 },
    ]);
    expect(decision.actions.map(({ type }) => type)).to.deep.equal(["raiseNodeGroup", "scaleWorkers"]);
    expect(decision.nodeGroups[1]?.reasons[0]?.code).to.equal("NodeGroupUnknown");
  });

  it("takes no node away while the queue is unknown", () => {
    const scene = { asked: 0, queueUnknown: true, groups: { od: group(3, ready("od", 3)), spot: group(0) } };
    const { decision } = decide(observe(NOON, scene), workerSpec(NODES), remembering(0, NOON - 10_000), NOON);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.nodeGroups[0]?.reasons.map(({ code }) => code)).to.include("ScaleInWaits");
  });

  it("leaves a group alone for whose nodes nobody knows how many workers fit", () => {
    const { workersPerNode: _, ...unsized } = SPOT;
    const spec = workerSpec({ nodeGroups: [unsized] });
    const { decision } = decide(observe(NOON, { visible: 500, groups: { spot: group(0, [], null) } }), spec, null, NOON);
    expect(decision.actions.map(({ type }) => type)).to.deep.equal(["scaleWorkers"]);
    expect(decision.nodeGroups[0]?.reasons[0]?.code).to.equal("WorkersPerNodeUnknown");
  });

  it("holds a serving fleet whose load is unknown", () => {
    const observation = {
      fleets: { upload: { asked: at(NOON, 7), load: at(NOON - STALE_AFTER_MS.metric - 1, { perTarget: 1, targets: 7 }) } },
    };
    const { decision } = decide(observation, fleetSpec(), null, NOON);
    expect(decision.fleets.upload?.desired).to.equal(7);
    expect(decision.fleets.upload?.reasons[0]?.code).to.equal("LoadUnknown");
    expect(decision.actions).to.deep.equal([]);
  });
});

describe("modes", () => {
  const scene = {
    visible: 500,
    asked: 4,
    busy: 4,
    groups: { od: group(0), spot: group(2, [node("s0"), node("s1", { cordoned: true })]) },
  };

  it("Auto acts: nodes and workers in the same tick, nodes first", () => {
    const { decision } = decide(observe(NOON, scene), workerSpec(NODES), remembering(4, NOON - 10_000), NOON);
    expect(decision.actions).to.deep.equal([
      { type: "uncordonNode", group: "spot", node: "s1" },
      { type: "raiseNodeGroup", group: "spot", from: 2, to: 11 },
      { type: "scaleWorkers", from: 4, to: 42, removeFirst: [] },
    ]);
    expect(decision.withheld).to.deep.equal([]);
  });

  it("Observe decides and explains the same, withholds it, and does not believe that it was done", () => {
    const auto = decide(observe(NOON, scene), workerSpec(NODES), remembering(4, NOON - 10_000), NOON);
    const { decision, memory } = decide(
      observe(NOON, scene),
      workerSpec({ ...NODES, mode: "Observe" }),
      remembering(4, NOON - 10_000),
      NOON,
    );
    expect(decision.actions).to.deep.equal([]);
    expect(decision.withheld).to.deep.equal(auto.decision.actions);
    expect(decision.workers?.reasons.map(({ code }) => code)).to.deep.equal(["MeetsDrainTarget", "Observing"]);
    expect(memory.workers.askedAtMs).to.equal(null);
    expect(memory.nodeGroups.spot).to.deep.include({ desiredNodes: 2, changedAtMs: null, waiting: [] });
  });

  it("Paused leaves everything as it is, also outside the bounds", () => {
    const { decision } = decide(observe(NOON, scene), workerSpec({ ...NODES, mode: "Paused", max: 1 }), null, NOON);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.withheld).to.deep.equal([]);
    expect(decision.workers?.desired).to.equal(4);
    expect(decision.nodeGroups.map(({ targetNodes }) => targetNodes)).to.deep.equal([0, 2]);
    expect(decision.workers?.reasons).to.deep.equal([{ code: "Paused", message: "Scaling is paused: nothing is changed." }]);
  });

  it("each fleet has its own mode", () => {
    const spec = { ...workerSpec({ mode: "Paused" }), ...fleetSpec() };
    const upload = { asked: at(NOON, 2), load: at(NOON, { perTarget: 3_000, targets: 2 }) };
    const { decision } = decide({ ...observe(NOON, scene), fleets: { upload } }, spec, null, NOON);
    expect(decision.actions).to.deep.equal([{ type: "scaleFleet", fleet: "upload", from: 2, to: 10 }]);
  });
});
