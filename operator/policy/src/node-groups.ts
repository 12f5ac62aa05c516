import type { NodeGroupMemory, Waiting } from "./memory.ts";
import { isAmount } from "./numbers.ts";
import type { NodeGroupState, NodeState, Reading } from "./observation.ts";
import { isOutrunBy } from "./present-size.ts";
import { known, STALE_AFTER_MS } from "./readings.ts";
import { type Reason, reason } from "./reasons.ts";
import { DEFAULT_SPOT, type NodeGroupSpec, type WorkerSpec } from "./spec.ts";
import type { EpochMs } from "./time.ts";
import { overdue, stillWaiting } from "./waiting.ts";

/** What is known of a node group at this tick. */
export interface NodeGroup {
  readonly spec: NodeGroupSpec;
  readonly past: NodeGroupMemory | null;
  /** `null`: unknown, so it is held as it was. */
  readonly state: NodeGroupState | null;
  readonly unknown: Reason | null;
  /** The reading is older than the last change to the group. */
  readonly isOutrun: boolean;
  /** Asked for at present; `null`: never known. */
  readonly desiredNodes: number | null;
  /** Zero: never known. */
  readonly workersPerNode: number;
  readonly bootingNodes: number;
  readonly readyNodes: number;
  /** Instances that exist and are going to stay. */
  readonly launchedNodes: number;
  readonly waiting: readonly Waiting[];
  readonly overdueNodes: number;
}

type Readings = Readonly<Record<string, Reading<NodeGroupState> | null>>;

/** The groups in the order in which they fill: by priority, then as listed. */
export function readNodeGroups(
  readings: Readings,
  spec: WorkerSpec,
  past: Readonly<Record<string, NodeGroupMemory>>,
  now: EpochMs,
): readonly NodeGroup[] {
  const { fallbackAfterMs } = spec.spot ?? DEFAULT_SPOT;
  const groups = [...(spec.nodeGroups ?? [])].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  return groups.map((group) => readNodeGroup(group, readings[group.name], past[group.name] ?? null, fallbackAfterMs, now));
}

function readNodeGroup(
  spec: NodeGroupSpec,
  reading: Reading<NodeGroupState> | null | undefined,
  past: NodeGroupMemory | null,
  fallbackAfterMs: number,
  now: EpochMs,
): NodeGroup {
  const readState = known(reading, now, STALE_AFTER_MS.nodes, ({ desiredNodes }) => isAmount(desiredNodes));
  if ("unknown" in readState || !reading) {
    const why = "unknown" in readState ? readState.unknown : "missing";
    return heldGroup(spec, past, reason("NodeGroupUnknown", `The reading of ${spec.name} is ${why}: the group is left as it is.`));
  }
  const workersPerNode = spec.workersPerNode ?? readState.value.workersPerNode ?? past?.workersPerNode ?? 0;
  if (workersPerNode < 1) {
    const message = `How many workers fit a node of ${spec.name} is not known, or none does: set workersPerNode, or larger instances.`;
    return heldGroup(spec, past, reason("WorkersPerNodeUnknown", message), readState.value.desiredNodes);
  }
  const isOutrun = isOutrunBy(past?.changedAtMs ?? null, reading.takenAtMs);
  const desiredNodes = isOutrun && past ? past.desiredNodes : readState.value.desiredNodes;
  const bootingNodes = countNodes(readState.value, "booting");
  const readyNodes = countNodes(readState.value, "ready");
  const launchedNodes = bootingNodes + readyNodes;
  const arrivedNodes = Math.max(0, launchedNodes - (past?.launchedNodes ?? 0));
  const waiting = stillWaiting(past?.waiting ?? [], arrivedNodes, Math.max(0, desiredNodes - launchedNodes), now);
  return {
    spec,
    past,
    state: readState.value,
    unknown: null,
    isOutrun,
    desiredNodes,
    workersPerNode,
    bootingNodes,
    readyNodes,
    launchedNodes,
    waiting,
    overdueNodes: overdue(waiting, fallbackAfterMs, now),
  };
}

function countNodes({ nodes }: NodeGroupState, state: NodeState["state"]): number {
  return nodes.filter((node) => node.state === state).length;
}

function heldGroup(spec: NodeGroupSpec, past: NodeGroupMemory | null, unknown: Reason, desiredNodes: number | null = null): NodeGroup {
  return {
    spec,
    past,
    state: null,
    unknown,
    isOutrun: false,
    desiredNodes: desiredNodes ?? past?.desiredNodes ?? null,
    workersPerNode: past?.workersPerNode ?? 0,
    bootingNodes: 0,
    readyNodes: 0,
    launchedNodes: past?.launchedNodes ?? 0,
    waiting: past?.waiting ?? [],
    overdueNodes: past?.overdueNodes ?? 0,
  };
}
