import type { NodeGroupSpec } from "@mediashare/policy";
import { jitter } from "../random.ts";
import type { WorldSettings } from "../settings.ts";
import type { Trace } from "../trace.ts";

export interface Node {
  readonly name: string;
  readonly group: string;
  readonly launchedAt: number;
  readonly readyAt: number;
  cordoned: boolean;
  /** Reclaimed: gone in this second. */
  goneAt: number | null;
}

export interface NodeGroup {
  readonly name: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly workersPerNode: number;
  desired: number;
  nodes: Node[];
}

/** EC2's notice before it takes a Spot instance. */
const NOTICE_SECONDS = 120;

/** Auto Scaling groups: they launch what is desired where EC2 has it, and lose Spot nodes when the trace says so. */
export class NodePool {
  readonly groups: readonly NodeGroup[];
  readonly #settings: WorldSettings;
  readonly #trace: Trace;
  readonly #random: () => number;
  #launched = 0;

  constructor(specs: readonly NodeGroupSpec[], settings: WorldSettings, trace: Trace, random: () => number) {
    this.#settings = settings;
    this.#trace = trace;
    this.#random = random;
    this.groups = specs.map(({ name, capacityType, minNodes, maxNodes, workersPerNode }) => ({
      name,
      capacityType,
      minNodes,
      maxNodes,
      workersPerNode: workersPerNode ?? settings.workersPerNode,
      desired: minNodes,
      nodes: [],
    }));
  }

  group(name: string): NodeGroup {
    const group = this.groups.find((each) => each.name === name);
    if (!group) throw new Error(`there is no node group ${name}`);
    return group;
  }

  node(name: string): Node | undefined {
    return this.groups.flatMap(({ nodes }) => nodes).find((node) => node.name === name);
  }

  /** @returns the nodes that got their notice now, and those that are gone now */
  step(second: number): { readonly noticed: readonly Node[]; readonly gone: readonly Node[] } {
    const noticed = this.#reclaim(second);
    const gone = this.groups.flatMap(({ nodes }) => nodes).filter(({ goneAt }) => goneAt !== null && goneAt <= second);
    for (const group of this.groups) {
      if (gone.length > 0) group.nodes = group.nodes.filter((node) => !gone.includes(node));
      // EKS replaces a Spot node at its notice, not at its end (capacity rebalancing).
      while (stayingNodes(group).length < group.desired && this.#isAvailable(group, second)) group.nodes.push(this.#launch(group, second));
    }
    return { noticed, gone };
  }

  terminate(name: string, isReplaced: boolean): void {
    for (const group of this.groups) {
      const node = group.nodes.find((each) => each.name === name);
      if (!node) continue;
      group.nodes = group.nodes.filter((each) => each !== node);
      if (!isReplaced) group.desired -= 1;
    }
  }

  #isAvailable({ capacityType }: NodeGroup, second: number): boolean {
    if (capacityType === "OnDemand") return true;
    return !this.#trace.shortages.some(({ fromSecond, toSecond }) => fromSecond <= second && second < toSecond);
  }

  #reclaim(second: number): readonly Node[] {
    const noticed = this.#trace.reclaims
      .filter((reclaim) => reclaim.second === second)
      .flatMap(({ percent }) => {
        const candidates = this.groups.filter(({ capacityType }) => capacityType === "Spot").flatMap(stayingNodes);
        const drawn = candidates.map((node) => ({ node, lot: this.#random() })).sort((a, b) => a.lot - b.lot);
        return drawn.slice(0, Math.ceil((candidates.length * percent) / 100)).map(({ node }) => node);
      });
    for (const node of noticed) node.goneAt = second + NOTICE_SECONDS;
    return noticed;
  }

  #launch({ name }: NodeGroup, second: number): Node {
    this.#launched += 1;
    return {
      name: `${name}-${String(this.#launched).padStart(5, "0")}`,
      group: name,
      launchedAt: second,
      readyAt: second + Math.round(this.#settings.bootSeconds * jitter(this.#settings.jitter, this.#random)),
      cordoned: false,
      goneAt: null,
    };
  }
}

/** The instances that count for the group: a reclaimed one is on its way out. */
export function stayingNodes({ nodes }: NodeGroup): readonly Node[] {
  return nodes.filter(({ goneAt }) => goneAt === null);
}
