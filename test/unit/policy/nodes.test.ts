import { type Action, decide, type Memory, NODE_BOOT_LIMIT_MS, type NodeGroupMemory, type WorkerSpec } from "@mediashare/policy";
import { expect } from "chai";
import {
  group,
  members,
  NOON,
  node,
  ON_DEMAND,
  observe,
  ready,
  remembering,
  SPOT,
  type WorkerScene,
  workerSpec,
} from "../../support/policy/builders.ts";

/** With `min` = `max` workers the need is given, and only the nodes are in question. */
function needing(workers: number, changes: Partial<WorkerSpec> = {}) {
  return workerSpec({ min: workers, max: workers, nodeGroups: [ON_DEMAND, SPOT], ...changes });
}

function targets(workers: number, changes: Partial<WorkerSpec> = {}, scene: WorkerScene = {}, memory: Memory | null = null, now = NOON) {
  const groups = Object.fromEntries((changes.nodeGroups ?? [ON_DEMAND, SPOT]).map(({ name }) => [name, group(0)]));
  const { decision } = decide(observe(now, { asked: workers, groups, ...scene }), needing(workers, changes), memory, now);
  return Object.fromEntries(decision.nodeGroups.map(({ name, targetNodes }) => [name, targetNodes]));
}

function groupMemory(changes: Partial<NodeGroupMemory> = {}): NodeGroupMemory {
  return { desiredNodes: 0, workersPerNode: 4, changedAtMs: null, launchedNodes: 0, waiting: [], overdueNodes: 0, ...changes };
}

const spot = (onDemandBase: number, percentAboveBase: number) => ({ spot: { onDemandBase, percentAboveBase, fallbackAfterMs: 30_000 } });

describe("nodes for the workers, 4 on each", () => {
  const cases: readonly [title: string, workers: number, changes: Partial<WorkerSpec>, nodes: Record<string, number>][] = [
    ["none for none", 0, {}, { od: 0, spot: 0 }],
    ["all Spot by default: 10 ÷ 4 = 2.5 → 3", 10, {}, { od: 0, spot: 3 }],
    ["base 1 first: 10 − 4 = 6 ÷ 4 → 2 Spot", 10, spot(1, 100), { od: 1, spot: 2 }],
    ["base 3, but 6 workers fill only 2 nodes", 6, spot(3, 100), { od: 2, spot: 0 }],
    ["half above base 1: 20 − 4 = 16, 8 → 2 nodes each", 20, spot(1, 50), { od: 3, spot: 2 }],
    ["25 % Spot of 10: 7.5 → 8 on demand → 2 nodes, 2 → 1 Spot", 10, spot(0, 25), { od: 2, spot: 1 }],
    ["room on the on-demand nodes is used first: 50 % of 3 → 2 on demand → 1 node that fits all 3", 3, spot(0, 50), { od: 1, spot: 0 }],
    ["no Spot wanted", 10, spot(0, 0), { od: 3, spot: 0 }],
    ["minimums count: base 0, but on-demand min 1", 10, { nodeGroups: [{ ...ON_DEMAND, minNodes: 1 }, SPOT] }, { od: 1, spot: 2 }],
    ["Spot full (max 2): the rest on demand", 20, { nodeGroups: [ON_DEMAND, { ...SPOT, maxNodes: 2 }] }, { od: 3, spot: 2 }],
    [
      "on demand full (max 1): the rest on Spot",
      20,
      { ...spot(0, 0), nodeGroups: [{ ...ON_DEMAND, maxNodes: 1 }, SPOT] },
      { od: 1, spot: 4 },
    ],
    ["only on demand there is", 10, { nodeGroups: [ON_DEMAND] }, { od: 3 }],
    ["only Spot there is, whatever the base", 10, { ...spot(2, 50), nodeGroups: [SPOT] }, { spot: 3 }],
    [
      "priorities: the highest fills first, sizes differ: 20 − 2 × 8 = 4 → 1",
      20,
      { nodeGroups: [SPOT, { ...SPOT, name: "large", priority: 10, maxNodes: 2, workersPerNode: 8 }] },
      { large: 2, spot: 1 },
    ],
  ];
  for (const [title, workers, changes, nodes] of cases)
    it(`${workers} workers: ${title}`, () => expect(targets(workers, changes)).to.deep.equal(nodes));

  it("takes the observed number of workers per node where the spec says none", () => {
    const { workersPerNode: _, ...unsized } = SPOT;
    expect(targets(10, { nodeGroups: [unsized] }, { groups: { spot: group(0, [], 2) } })).to.deep.equal({ spot: 5 });
  });

  it("remembers it while no node of the group can tell", () => {
    const { workersPerNode: _, ...unsized } = SPOT;
    const memory = remembering(10, NOON - 10_000, { nodeGroups: { spot: groupMemory({ workersPerNode: 5 }) } });
    expect(targets(10, { nodeGroups: [unsized] }, { groups: { spot: group(0, [], null) } }, memory)).to.deep.equal({ spot: 2 });
  });

  it("says when no group has room", () => {
    const spec = needing(30, { nodeGroups: [{ ...SPOT, maxNodes: 5 }] });
    const { decision } = decide(observe(NOON, { asked: 30, groups: { spot: group(5, ready("s", 5)) } }), spec, null, NOON);
    expect(decision.nodeGroups[0]?.reasons).to.deep.include({
      code: "NodeGroupsAtMax",
      message: "10 workers without room: spot is at its max of 5.",
    });
    expect(decision.conditions.capacityConstrained).to.equal(true);
  });

  it("decides about no node where there are no groups", () => {
    expect(decide(observe(NOON, { visible: 500 }), workerSpec(), null, NOON).decision.nodeGroups).to.deep.equal([]);
  });
});

describe("capacity that is on its way", () => {
  const booting = ["s0", "s1", "s2"].map((name) => node(name, { state: "booting", launchedAtMs: NOON - 200_000 }));

  it("is not bought twice: 3 nodes booting for 200 s are the 3 that 10 workers need", () => {
    const memory = remembering(10, NOON - 10_000, { nodeGroups: { spot: groupMemory({ desiredNodes: 3, launchedNodes: 3 }) } });
    const scene = { asked: 10, groups: { od: group(0), spot: group(3, booting) } };
    const { decision } = decide(observe(NOON, scene), needing(10), memory, NOON);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.nodeGroups[1]?.reasons.map(({ code }) => code)).to.deep.equal(["FitsWorkers", "NodesOnTheirWay"]);
  });

  it("is not asked for twice on a reading from before it was asked for", () => {
    const first = decide(observe(NOON, { asked: 10, groups: { od: group(0), spot: group(0) } }), needing(10), null, NOON);
    expect(first.decision.actions).to.deep.equal([{ type: "raiseNodeGroup", group: "spot", from: 0, to: 3 }]);
    const soon = NOON + 5_000;
    const stale = { asked: 10, takenAtMs: NOON - 1_000, groups: { od: group(0), spot: group(0) } };
    expect(decide(observe(soon, stale), needing(10), first.memory, soon).decision.actions).to.deep.equal([]);
  });

  it("is given up after ten minutes without becoming Ready: terminated and replaced", () => {
    const stuck = node("s0", { state: "booting", launchedAtMs: NOON - NODE_BOOT_LIMIT_MS - 1 });
    const scene = { asked: 4, groups: { od: group(0), spot: group(1, [stuck]) } };
    const { decision } = decide(observe(NOON, scene), needing(4), remembering(4, NOON - 10_000), NOON);
    expect(decision.actions).to.deep.equal([{ type: "terminateNode", group: "spot", node: "s0", isReplaced: true }]);
    expect(decision.nodeGroups[1]?.reasons.map(({ code }) => code)).to.include("NodeNeverReady");
  });
});

describe("Spot that does not arrive", () => {
  const waitingSince = (...waiting: NodeGroupMemory["waiting"]) =>
    remembering(12, NOON - 10_000, {
      nodeGroups: { od: groupMemory(), spot: groupMemory({ desiredNodes: 3, waiting }) },
    });
  const scene = { asked: 12, groups: { od: group(0), spot: group(3) } };
  const after = (seconds: number, memory: Memory, changes: WorkerScene = {}, spec: Partial<WorkerSpec> = {}) =>
    targets(12, spec, { ...scene, ...changes }, memory, NOON + seconds * 1_000);

  it("is waited for until fallbackAfter: nothing at 29 s, 3 nodes on demand at 30 s; the request stands", () => {
    const memory = waitingSince({ nodes: 3, sinceMs: NOON });
    expect(after(29, memory)).to.deep.equal({ od: 0, spot: 3 });
    expect(after(30, memory)).to.deep.equal({ od: 3, spot: 3 });
  });

  it("is replaced only as far as it is missing in time: 1 of 3 asked 30 s ago, 2 just now → 1 on demand", () => {
    expect(after(30, waitingSince({ nodes: 1, sinceMs: NOON }, { nodes: 2, sinceMs: NOON + 20_000 }))).to.deep.equal({ od: 1, spot: 3 });
  });

  it("counts as arrived once launched, although it still boots: the oldest request is answered first", () => {
    const memory = waitingSince({ nodes: 1, sinceMs: NOON }, { nodes: 2, sinceMs: NOON + 20_000 });
    expect(after(30, memory, { groups: { od: group(0), spot: group(3, [node("s0", { state: "booting" })]) } })).to.deep.equal({
      od: 0,
      spot: 3,
    });
  });

  it("that was there and is reclaimed gets the same time to be replaced", () => {
    const memory = remembering(12, NOON, { nodeGroups: { spot: groupMemory({ desiredNodes: 3, launchedNodes: 3 }) } });
    const reclaimed = { asked: 12, groups: { od: group(0), spot: group(3, [...ready("s", 2), node("s2", { state: "leaving" })]) } };
    const first = decide(observe(NOON, reclaimed), needing(12), memory, NOON);
    expect(first.decision.actions).to.deep.equal([]);
    expect(targets(12, {}, reclaimed, first.memory, NOON + 30_000)).to.deep.equal({ od: 1, spot: 3 });
  });

  it("goes to Spot of another group where on demand is full", () => {
    const other = { ...SPOT, name: "spot-b", priority: -1 };
    const nodeGroups = [{ ...ON_DEMAND, maxNodes: 1 }, SPOT, other];
    const groups = { ...scene.groups, "spot-b": group(0) };
    expect(after(30, waitingSince({ nodes: 3, sinceMs: NOON }), { groups }, { nodeGroups })).to.deep.equal({ od: 1, spot: 3, "spot-b": 2 });
  });

  it("is given back when Spot returns, but only once that is Ready", () => {
    const memory = waitingSince({ nodes: 3, sinceMs: NOON - 60_000 });
    const launched = (state: "booting" | "ready") => ({
      asked: 12,
      members: members(12, 0, "od0"),
      groups: {
        od: group(3, ready("od", 3)),
        spot: group(
          3,
          ["s0", "s1", "s2"].map((name) => node(name, { state })),
        ),
      },
    });
    const booting = decide(observe(NOON, launched("booting")), needing(12), memory, NOON);
    expect(booting.decision.nodeGroups[0]?.targetNodes).to.equal(0);
    expect(booting.decision.actions).to.deep.equal([]);
    const ready_ = decide(observe(NOON, launched("ready")), needing(12), memory, NOON);
    expect(ready_.decision.actions).to.deep.equal([{ type: "cordonNode", group: "od", node: "od1" }]);
  });

  it("is taken back when no longer needed, but not while EC2 could choose a working node for it", () => {
    const memory = remembering(0, NOON - 10_000, { nodeGroups: { spot: groupMemory({ desiredNodes: 3, launchedNodes: 1 }) } });
    const one = { asked: 1, groups: { od: group(0), spot: group(3, [node("s0")]) } };
    const idle = decide(observe(NOON, { ...one, members: members(1, 0, "s0") }), needing(1), memory, NOON);
    expect(idle.decision.actions).to.deep.equal([{ type: "cancelNodes", group: "spot", from: 3, to: 1 }]);
    const busy = decide(observe(NOON, { ...one, members: members(1, 1, "s0") }), needing(1), memory, NOON);
    expect(busy.decision.actions).to.deep.equal([]);
  });
});

describe("nodes that are no longer needed", () => {
  function step(scene: WorkerScene, workers = 4, changes: Partial<WorkerSpec> = { nodeGroups: [ON_DEMAND] }): readonly Action[] {
    return decide(observe(NOON, { asked: workers, ...scene }), needing(workers, changes), remembering(workers, NOON - 10_000), NOON)
      .decision.actions;
  }

  it("are cordoned one at a time, the emptiest first", () => {
    const fleet = [...members(2, 2, "n0"), ...members(2, 0, "n1")];
    expect(step({ members: fleet, groups: { od: group(3, ready("n", 3)) } })).to.deep.equal([
      { type: "cordonNode", group: "od", node: "n2" },
    ]);
  });

  it("lose their idle workers to the other nodes", () => {
    const fleet = [...members(2, 2, "n0"), ...members(2, 0, "n1")];
    const nodes = [node("n0"), node("n1", { cordoned: true })];
    expect(step({ members: fleet, groups: { od: group(2, nodes) } })).to.deep.equal([
      { type: "evictWorkers", group: "od", node: "n1", workers: ["n1-000", "n1-001"] },
    ]);
  });

  it("have the workers drained that cannot be evicted at this tick", () => {
    const fleet = [...members(1, 1, "n0"), ...members(2, 1, "n1"), ...members(1, 0, "n2")];
    const nodes = [node("n0"), node("n1", { cordoned: true }), node("n2", { cordoned: true })];
    expect(step({ members: fleet, groups: { od: group(3, nodes) } })).to.deep.equal([
      { type: "evictWorkers", group: "od", node: "n2", workers: ["n2-000"] },
      { type: "drainWorkers", group: "od", node: "n1", workers: ["n1-000", "n1-001"] },
    ]);
  });

  it("are terminated once nothing is left on them, and one node after the other", () => {
    const nodes = [node("n0"), node("n1", { cordoned: true }), node("n2", { cordoned: true })];
    expect(step({ members: members(4, 2, "n0"), groups: { od: group(3, nodes) } })).to.deep.equal([
      { type: "terminateNode", group: "od", node: "n1", isReplaced: false },
    ]);
  });

  for (const state of ["busy", "unknown"] as const) {
    it(`stay while a worker on them is ${state}, which is told to take no more`, () => {
      const fleet = [...members(3, 3, "n0"), { name: "x", state, node: "n1" }];
      expect(step({ members: fleet, groups: { od: group(2, [node("n0"), node("n1", { cordoned: true })]) } })).to.deep.equal([
        { type: "drainWorkers", group: "od", node: "n1", workers: ["x"] },
      ]);
    });
  }

  it("stay while pods of others run on them", () => {
    const nodes = [node("n0"), node("n1", { otherPods: 1 }), node("n2", { cordoned: true, otherPods: 1 })];
    const actions = step({ members: members(4, 4, "n0"), groups: { od: group(3, nodes) } });
    expect(actions.filter(({ type }) => type === "terminateNode")).to.deep.equal([]);
  });

  it("are uncordoned when they are needed again, before any is bought", () => {
    const nodes = [node("n0"), node("n1", { cordoned: true })];
    expect(step({ members: members(8, 4, "n0"), groups: { od: group(2, nodes) } }, 12)).to.deep.equal([
      { type: "uncordonNode", group: "od", node: "n1" },
      { type: "raiseNodeGroup", group: "od", from: 2, to: 3 },
    ]);
  });

  it("are uncordoned when the nodes that stay do not suffice any more: 1 of 2 Spot nodes reclaimed, 8 workers wanted", () => {
    const nodeGroups = [ON_DEMAND, SPOT];
    const spotNodes = group(2, [node("s0"), node("s1", { state: "leaving" })]);
    const scene = { members: members(4, 4, "s0"), groups: { od: group(1, [node("o0", { cordoned: true })]), spot: spotNodes } };
    expect(step(scene, 8, { nodeGroups })).to.deep.equal([{ type: "uncordonNode", group: "od", node: "o0" }]);
  });

  it("share the room to spare: with room for one, only one group gives a node", () => {
    const nodeGroups = [
      { ...ON_DEMAND, maxNodes: 1, priority: 2 },
      { ...ON_DEMAND, name: "b" },
      { ...ON_DEMAND, name: "c" },
    ];
    const groups = { od: group(1), b: group(1, [node("b0")]), c: group(1, [node("c0")]) };
    expect(step({ members: members(4, 0), groups }, 4, { nodeGroups })).to.deep.equal([{ type: "cordonNode", group: "b", node: "b0" }]);
  });

  it("are left alone on a reading of the group from before its last change", () => {
    const spec = needing(4, { nodeGroups: [ON_DEMAND] });
    const memory = remembering(4, NOON - 10_000, {
      nodeGroups: { od: groupMemory({ desiredNodes: 2, launchedNodes: 3, changedAtMs: NOON - 5_000 }) },
    });
    const scene = { asked: 4, takenAtMs: NOON - 6_000, members: members(4, 4, "n0"), groups: { od: group(3, ready("n", 3)) } };
    const { decision } = decide(observe(NOON, scene), spec, memory, NOON);
    expect(decision.actions).to.deep.equal([]);
    expect(decision.nodeGroups[0]?.reasons.map(({ code }) => code)).to.include("ScaleInWaits");
  });

  it("are never the minimum", () => {
    const nodeGroups = [{ ...ON_DEMAND, minNodes: 2 }];
    expect(step({ groups: { od: group(2, ready("n", 2)) } }, 0, { nodeGroups })).to.deep.equal([]);
  });

  it("above a max that was lowered go although the need is larger", () => {
    const nodeGroups = [{ ...ON_DEMAND, maxNodes: 2 }];
    const fleet = [...members(4, 4, "n0"), ...members(4, 4, "n1")];
    expect(step({ members: fleet, groups: { od: group(3, ready("n", 3)) } }, 12, { nodeGroups })).to.deep.equal([
      { type: "cordonNode", group: "od", node: "n2" },
    ]);
  });
});
