import type { NodeGroupSpec } from "@mediashare/policy";
import { ClusterAutoscaler, DEFAULT_PEER, type World } from "@mediashare/simulator";
import { expect } from "chai";
import { ON_DEMAND, SPOT } from "../../support/policy/builders.ts";
import { changesOf, ON_THE_DOT, run, worldOf } from "../../support/simulator/worlds.ts";

const { clusterAutoscaler: defaults } = DEFAULT_PEER;

interface Scene {
  readonly trace?: string;
  readonly nodeGroups?: readonly NodeGroupSpec[];
  readonly settings?: Partial<typeof defaults>;
  readonly bootSeconds?: number;
  /** Nodes of each group that are there already, beyond its minimum. */
  readonly nodes?: number;
  /** How many workers somebody asks for, and when. */
  readonly workers: Readonly<Record<number, number>>;
}

/** What `pick` gave, whenever it changed, while Cluster Autoscaler saw to the nodes. */
function watch<Value>(seconds: number, scene: Scene, pick: (world: World) => Value): readonly (readonly [number, Value])[] {
  const { trace, nodeGroups = [ON_DEMAND], settings, bootSeconds = 0, nodes = 0, workers } = scene;
  const world = worldOf({ nodeGroups, settings: { bootSeconds }, min: workers[0] ?? 0, ...(trace && { trace }) });
  for (const group of world.nodes.groups) group.desired += nodes;
  const scaler = new ClusterAutoscaler({ ...defaults, ...settings }, ON_THE_DOT);
  const { act, changes } = changesOf(pick);
  run(world, 0, seconds, (_world, second) => {
    const replicas = workers[second];
    if (replicas !== undefined) world.scaleWorkers(replicas, second);
    scaler.act(world, second);
    act(world, second);
  });
  return changes;
}

const desired =
  (...groups: readonly string[]) =>
  ({ nodes }: World) =>
    groups.map((name) => nodes.group(name).desired).join();
const nodesOf = ({ nodes }: World) => nodes.groups.flatMap((group) => group.nodes).length;

// The parameters: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca
describe("Cluster Autoscaler's way up", () => {
  it("begins at the next scan: 9 workers that have no node, 4 to a node, are 3 nodes", () => {
    expect(watch(40, { workers: { 1: 9 } }, desired("od"))).to.deep.equal([
      [0, "0"],
      [10, "3"],
    ]);
  });

  it("counts on nodes that boot", () => {
    const changes = watch(200, { workers: { 1: 9, 31: 12, 51: 13 }, bootSeconds: 90 }, desired("od"));
    expect(changes).to.deep.equal([
      [0, "0"],
      [10, "3"],
      [60, "4"],
    ]);
  });

  it("takes Spot first, and one group in a scan: what Spot's maximum does not hold goes on demand", () => {
    const nodeGroups = [ON_DEMAND, { ...SPOT, maxNodes: 2 }];
    expect(watch(40, { workers: { 1: 12 }, nodeGroups }, desired("od", "spot"))).to.deep.equal([
      [0, "0,0"],
      [10, "0,2"],
      [20, "1,2"],
    ]);
  });
});

describe("Cluster Autoscaler's way down", () => {
  it("is taken when a node has been unneeded for more than ten minutes", () => {
    const changes = watch(2_000, { workers: { 0: 8, 1205: 0 } }, nodesOf);
    expect(changes, "unneeded since the scan at 1210").to.deep.equal([
      [0, 0],
      [1, 2],
      [1_820, 0],
    ]);
  });

  it("is not taken within ten minutes of its own way up, however long a node has been unneeded", () => {
    const changes = watch(1_000, { workers: { 0: 8, 15: 0 }, settings: { unneededTime: 60 } }, nodesOf);
    expect(changes.slice(-2)).to.deep.equal([
      [1, 2],
      [600, 0],
    ]);
  });

  it("begins anew when the node was needed meanwhile", () => {
    const changes = watch(2_500, { workers: { 0: 4, 1205: 0, 1505: 3, 1605: 0 } }, nodesOf);
    expect(changes.at(-1), "unneeded since 1610").to.deep.equal([2_220, 0]);
  });

  it("removes ten empty nodes in a scan, and none below the group's minimum", () => {
    const nodeGroups = [{ ...ON_DEMAND, minNodes: 3, maxNodes: 50, workersPerNode: 1 }];
    const changes = watch(2_000, { workers: { 0: 25, 1205: 0 }, nodeGroups }, nodesOf);
    expect(changes.slice(-3)).to.deep.equal([
      [1_820, 15],
      [1_830, 5],
      [1_840, 3],
    ]);
  });

  it("empties nodes that are used below half, one at a time, where the others have room", () => {
    const scene: Scene = { workers: { 0: 3 }, nodes: 3 };
    expect(watch(1_900, scene, nodesOf), "drained at 610 and 1230, gone at the next scan; the last one has all three").to.deep.equal([
      [0, 3],
      [620, 2],
      [1_240, 1],
    ]);
    expect(watch(1_900, scene, ({ pods }) => pods.filter(({ node }) => node !== null).length).at(-1)).to.deep.equal([1_231, 3]);
  });

  it("leaves nodes that are used by half", () => {
    expect(watch(3_000, { workers: { 0: 8, 1205: 4 } }, nodesOf).at(-1)).to.deep.equal([1, 2]);
  });
});

describe("Cluster Autoscaler, where EC2 launches nothing", () => {
  const noSpot = "# spot shortage 0 100000\n200000,1,1";
  const nodeGroups = [SPOT];

  // cluster-autoscaler/utils/backoff/exponential_backoff.go: 5 minutes, doubled by each failure up to 30.
  it("gives up after a minute, and leaves the group alone for 5, 10, 20, then always 30 minutes", () => {
    const changes = watch(6_200, { workers: { 0: 1 }, trace: noSpot, nodeGroups }, desired("spot"));
    const times = (wanted: string) => changes.filter(([, nodes]) => nodes === wanted).map(([second]) => second);
    expect(times("0"), "missed since the scan after, 60 s").to.deep.equal([70, 440, 1_110, 2_380, 4_250, 6_120]);
    expect(times("1")).to.deep.equal([0, 370, 1_040, 2_310, 4_180, 6_050]);
  });

  it("goes on demand meanwhile", () => {
    const changes = watch(300, { workers: { 0: 1 }, trace: noSpot, nodeGroups: [ON_DEMAND, SPOT] }, desired("od", "spot"));
    expect(changes).to.deep.equal([
      [0, "0,1"],
      [70, "1,0"],
    ]);
  });

  // cluster-autoscaler/clusterstate/clusterstate.go, updateScaleRequests: a scale-up that succeeds removes the group's backoff.
  it("begins with five minutes again after a launch that succeeded", () => {
    const trace = "# spot shortage 0 600\n# spot shortage 2000 9000\n200000,1,1";
    const changes = watch(2_400, { workers: { 0: 4, 1995: 8 }, trace, nodeGroups }, desired("spot"));
    expect(changes.slice(-4)).to.deep.equal([
      [1_040, "1"],
      [2_000, "2"],
      [2_070, "1"],
      [2_370, "2"],
    ]);
  });

  it("begins with five minutes again when the last failure is long past", () => {
    const workers = { 0: 1, 71: 0, 2000: 1 };
    const changes = watch(2_400, { workers, trace: noSpot, nodeGroups, settings: { backoffReset: 1_000 } }, desired("spot"));
    expect(changes.slice(-3)).to.deep.equal([
      [2_010, "1"],
      [2_080, "0"],
      [2_380, "1"],
    ]);
  });
});
