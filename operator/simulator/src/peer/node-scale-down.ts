import type { Node, NodeGroup } from "../world/node-pool.ts";
import type { World } from "../world/world.ts";
import type { ClusterAutoscalerSettings } from "./settings.ts";

interface Candidate {
  readonly node: Node;
  readonly group: NodeGroup;
  readonly pods: number;
}

/** Cluster Autoscaler's way down: nodes that were little used for long enough go, empty ones in bulk, others one by one and drained. */
export class NodeScaleDown {
  readonly #settings: ClusterAutoscalerSettings;
  #unneededSince: ReadonlyMap<string, number> = new Map();
  /** Tainted, their pods evicted: they go once these have stopped. */
  #draining: ReadonlySet<string> = new Set();

  constructor(settings: ClusterAutoscalerSettings) {
    this.#settings = settings;
  }

  /** How long a node has been unneeded is counted whether or not nodes may go now. */
  act(world: World, second: number, isAllowed: boolean): void {
    this.#finishDraining(world, second);
    const unneeded = this.#unneeded(world, second);
    this.#unneededSince = new Map(unneeded.map(({ node }) => [node.name, this.#unneededSince.get(node.name) ?? second]));
    if (!isAllowed) return;
    const { unneededTime, maxEmptyBulkDelete, maxDrainParallelism } = this.#settings;
    const ripe = unneeded.filter(({ node }) => second - (this.#unneededSince.get(node.name) ?? second) > unneededTime);
    for (const candidate of ripe.filter(({ pods }) => pods === 0).slice(0, maxEmptyBulkDelete)) remove(candidate, world, second);
    const drained = ripe.filter(({ pods }) => pods > 0).slice(0, Math.max(0, maxDrainParallelism - this.#draining.size));
    for (const { node, group } of drained) {
      if (group.desired <= group.minNodes) continue;
      node.cordoned = true;
      world.stop(world.podsOn([node]), second);
      this.#draining = new Set([...this.#draining, node.name]);
    }
  }

  #finishDraining(world: World, second: number): void {
    const counts = world.countByNode();
    const done = [...this.#draining].filter((name) => !counts.has(name));
    for (const name of done) world.terminateNode(name, false, second);
    this.#draining = new Set([...this.#draining].filter((name) => !done.includes(name)));
  }

  /** Used below the threshold, and the pods of all of them fit on the nodes that stay. */
  #unneeded(world: World, second: number): readonly Candidate[] {
    const counts = world.countByNode();
    const ready = world.nodes.groups.flatMap((group) =>
      group.nodes
        .filter(({ readyAt, goneAt, cordoned }) => readyAt <= second && goneAt === null && !cordoned)
        .map((node) => ({ node, group, pods: counts.get(node.name) ?? 0 })),
    );
    let spare = ready.reduce((sum, { group, pods }) => sum + group.workersPerNode - pods, 0);
    spare -= world.pods.filter(({ node }) => node === null).length;
    const unneeded: Candidate[] = [];
    for (const candidate of ready.sort((a, b) => a.pods - b.pods)) {
      const { group, pods } = candidate;
      if (pods / group.workersPerNode >= this.#settings.utilizationThreshold) continue;
      // Its free room goes with it, and its pods take room elsewhere.
      const left = spare - group.workersPerNode;
      if (left < 0) continue;
      spare = left;
      unneeded.push(candidate);
    }
    return unneeded;
  }
}

function remove({ node, group }: Candidate, world: World, second: number): void {
  if (group.desired > group.minNodes) world.terminateNode(node.name, false, second);
}
