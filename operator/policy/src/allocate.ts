import { roundUp, sum } from "./numbers.ts";
import type { NodeGroupSpec, SpotSpec } from "./spec.ts";

/** A node group as the allocation sees it. */
export interface Place {
  readonly name: string;
  readonly capacityType: NodeGroupSpec["capacityType"];
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly workersPerNode: number;
  /** Asked for so far; of these, `launchedNodes` exist and `overdueNodes` were not launched in time. */
  readonly desiredNodes: number;
  readonly launchedNodes: number;
  readonly overdueNodes: number;
}

export interface Allocation {
  /** Nodes by group: those that are there are part of it. */
  readonly nodes: ReadonlyMap<string, number>;
  /** Workers whose Spot nodes are overdue and that are placed elsewhere meanwhile. */
  readonly fallbackWorkers: number;
  /** Workers for which no group has room. */
  readonly unplacedWorkers: number;
}

/**
 * Spreads the workers over the groups (`places` in order of priority):
 * 1. every group has its minimum;
 * 2. the first `onDemandBase` nodes are on demand;
 * 3. of the workers above that base, `percentAboveBase` go to Spot, the rest, rounded up, on demand
 *    (EC2 Auto Scaling rounds its mixed instances in favour of on-demand too);
 * 4. whoever finds one kind of capacity at its maximum takes the other: the share is a wish, the drain target a promise;
 * 5. workers whose Spot is overdue are placed on demand, else on Spot of another group. The overdue request stands,
 *    so that this falls away by itself when Spot returns.
 *
 * Levels, not steps: the same need always gives the same nodes, and what is there or on its way is part of them.
 */
export function allocate(places: readonly Place[], workers: number, spot: SpotSpec): Allocation {
  const onDemand = places.filter(({ capacityType }) => capacityType === "OnDemand");
  const onSpot = places.filter(({ capacityType }) => capacityType === "Spot");
  const nodes = new Map(places.map(({ name, minNodes }) => [name, minNodes]));

  fill(onDemand, nodes, workers, spot.onDemandBase);
  fill(onDemand, nodes, onDemandWorkers(onDemand, workers, spot));
  fill(onSpot, nodes, workers - capacity(onDemand, nodes));
  fill(onDemand, nodes, workers - capacity(onSpot, nodes));
  const unplacedWorkers = Math.max(0, workers - capacity(places, nodes));

  const promised = workers - unplacedWorkers;
  const fallbackWorkers = Math.max(0, promised - deliverable(places, nodes));
  fillUp(onDemand, nodes, () => promised - deliverable(places, nodes));
  fillUp(
    onSpot.filter(({ overdueNodes }) => overdueNodes === 0),
    nodes,
    () => promised - deliverable(places, nodes),
  );
  return { nodes, fallbackWorkers, unplacedWorkers: unplacedWorkers + Math.max(0, promised - deliverable(places, nodes)) };
}

/** The base, as if it were filled from nothing, and the on-demand share of what is above it. */
function onDemandWorkers(onDemand: readonly Place[], workers: number, spot: SpotSpec): number {
  const base = new Map<string, number>();
  fill(onDemand, base, workers, spot.onDemandBase);
  const aboveBase = Math.max(0, workers - capacity(onDemand, base));
  return workers - aboveBase + roundUp((aboveBase * (100 - spot.percentAboveBase)) / 100);
}

/** Adds nodes, in order, until so many workers fit these places, or so many nodes are reached. */
function fill(places: readonly Place[], nodes: Map<string, number>, workers: number, maxNodes = Number.POSITIVE_INFINITY): void {
  for (const place of places) {
    const has = nodes.get(place.name) ?? 0;
    const allowed = maxNodes - sum(places.map(({ name }) => nodes.get(name) ?? 0));
    addNodes(place, nodes, has, workers - capacity(places, nodes), allowed);
  }
}

/** Adds nodes, in order, while workers are left over. */
function fillUp(places: readonly Place[], nodes: Map<string, number>, workersLeft: () => number): void {
  for (const place of places) addNodes(place, nodes, nodes.get(place.name) ?? 0, workersLeft(), Number.POSITIVE_INFINITY);
}

function addNodes(place: Place, nodes: Map<string, number>, has: number, workers: number, allowedNodes: number): void {
  if (workers <= 0 || place.workersPerNode <= 0) return;
  const wanted = roundUp(workers / place.workersPerNode);
  nodes.set(place.name, has + Math.max(0, Math.min(wanted, place.maxNodes - has, allowedNodes)));
}

function capacity(places: readonly Place[], nodes: ReadonlyMap<string, number>): number {
  return sum(places.map(({ name, workersPerNode }) => (nodes.get(name) ?? 0) * workersPerNode));
}

/** Workers that fit what is there, on its way in time, or asked for now: all but overdue Spot. */
function deliverable(places: readonly Place[], nodes: ReadonlyMap<string, number>): number {
  return capacity(places, nodes) - sum(places.map((place) => overdueOf(place, nodes.get(place.name) ?? 0) * place.workersPerNode));
}

/** A need that shrinks takes back the newest requests first, so the overdue ones come right after what exists. */
function overdueOf({ capacityType, desiredNodes, launchedNodes, overdueNodes }: Place, nodes: number): number {
  if (capacityType === "OnDemand") return 0;
  return Math.min(overdueNodes, Math.max(0, Math.min(nodes, desiredNodes) - launchedNodes));
}
