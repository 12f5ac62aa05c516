import { every } from "../scaler.ts";
import { type NodeGroup, stayingNodes } from "../world/node-pool.ts";
import type { World } from "../world/world.ts";
import { NodeScaleDown } from "./node-scale-down.ts";
import type { ClusterAutoscalerSettings } from "./settings.ts";

interface GroupState {
  /** Nodes that the autoscaler asked for are not all there yet. */
  isGrowing: boolean;
  /** Since when nodes are asked for that have not been launched. */
  missingSince: number | null;
  backoffUntil: number;
  backoff: number;
  failedAt: number;
}

/** Cluster Autoscaler over Auto Scaling groups, with the priority expander: Spot first. */
export class ClusterAutoscaler {
  readonly #settings: ClusterAutoscalerSettings;
  readonly #scaleDown: NodeScaleDown;
  readonly #scanIsDue: (second: number) => boolean;
  readonly #groups = new Map<string, GroupState>();
  #addedAt = Number.NEGATIVE_INFINITY;

  constructor(settings: ClusterAutoscalerSettings, random: () => number) {
    this.#settings = settings;
    this.#scaleDown = new NodeScaleDown(settings);
    this.#scanIsDue = every(settings.scanInterval, random);
  }

  act(world: World, second: number): void {
    if (world.nodes.groups.length === 0 || !this.#scanIsDue(second)) return;
    for (const group of world.nodes.groups) this.#giveUpOnMissing(group, second);
    // A loop that scales up does not scale down.
    if (this.#scaleUp(world, second)) this.#addedAt = second;
    else this.#scaleDown.act(world, second, second - this.#addedAt >= this.#settings.delayAfterAdd);
  }

  #state(group: NodeGroup): GroupState {
    const known = this.#groups.get(group.name);
    if (known) return known;
    const state = { isGrowing: false, missingSince: null, backoffUntil: 0, backoff: 0, failedAt: Number.NEGATIVE_INFINITY };
    this.#groups.set(group.name, state);
    return state;
  }

  /** What EC2 does not launch is taken back, and its group left alone for a while, longer each time until a launch succeeds. */
  #giveUpOnMissing(group: NodeGroup, second: number): void {
    const state = this.#state(group);
    const { initialBackoff, maxBackoff, backoffReset, failedLaunchSeen, maxNodeProvisionTime } = this.#settings;
    const launched = stayingNodes(group).length;
    if (launched >= group.desired) {
      state.missingSince = null;
      if (state.isGrowing && readyNodes(group, second) >= group.desired) {
        state.isGrowing = false;
        state.backoff = 0;
      }
      return;
    }
    state.missingSince ??= second;
    if (second - state.missingSince < Math.min(failedLaunchSeen, maxNodeProvisionTime)) return;
    group.desired = Math.max(group.minNodes, launched);
    const isRecent = second - state.failedAt < backoffReset;
    state.backoff = isRecent && state.backoff > 0 ? Math.min(maxBackoff, state.backoff * 2) : initialBackoff;
    state.backoffUntil = second + state.backoff;
    state.failedAt = second;
    state.isGrowing = false;
    state.missingSince = null;
  }

  /** Bin packing of equal pods: as many nodes as hold those that neither the nodes nor those on their way can take. */
  #scaleUp(world: World, second: number): boolean {
    const pending = world.pods.filter(({ node }) => node === null).length;
    const counts = world.countByNode();
    const homeless = pending - world.nodes.groups.reduce((sum, group) => sum + room(group, counts), 0);
    if (homeless <= 0) return false;
    for (const group of bySpot(world.nodes.groups)) {
      if (this.#state(group).backoffUntil > second) continue;
      const nodes = Math.min(Math.ceil(homeless / group.workersPerNode), group.maxNodes - group.desired);
      if (nodes <= 0) continue;
      group.desired += nodes;
      this.#state(group).isGrowing = true;
      // One group in one loop.
      return true;
    }
    return false;
  }
}

function bySpot(groups: readonly NodeGroup[]): readonly NodeGroup[] {
  const rank = ({ capacityType }: NodeGroup) => (capacityType === "Spot" ? 0 : 1);
  return [...groups].sort((a, b) => rank(a) - rank(b));
}

function readyNodes(group: NodeGroup, second: number): number {
  return stayingNodes(group).filter(({ readyAt }) => readyAt <= second).length;
}

/** Room on the group's nodes, those that boot or are asked for included. */
function room(group: NodeGroup, counts: ReadonlyMap<string, number>): number {
  const staying = stayingNodes(group);
  const free = staying
    .filter(({ cordoned }) => !cordoned)
    .reduce((sum, { name }) => sum + group.workersPerNode - (counts.get(name) ?? 0), 0);
  return free + Math.max(0, group.desired - staying.length) * group.workersPerNode;
}
