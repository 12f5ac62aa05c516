import { type Allocation, allocate, type Place } from "./allocate.ts";
import type { Action, NodeGroupDecision } from "./decision.ts";
import type { Memory, NodeGroupMemory } from "./memory.ts";
import { type NodeGroup, readNodeGroups } from "./node-groups.ts";
import { explainNodeGroup } from "./node-reasons.ts";
import { type ScaleIn, scaleIn, uncordonAll } from "./node-scale-in.ts";
import { sum } from "./numbers.ts";
import type { WorkerObservation } from "./observation.ts";
import { type Reason, reason } from "./reasons.ts";
import { DEFAULT_SPOT, type WorkerSpec } from "./spec.ts";
import type { EpochMs } from "./time.ts";
import { stillWaiting } from "./waiting.ts";
import type { WorkersOutcome } from "./workers.ts";

export interface NodesOutcome {
  readonly decisions: readonly NodeGroupDecision[];
  readonly actions: readonly Action[];
  readonly memory: Memory["nodeGroups"];
}

/** The nodes for the workers of the same decision: asked for in the same tick, not when pods are found pending. */
export function decideNodes(
  observation: WorkerObservation,
  spec: WorkerSpec,
  memory: Memory,
  fleet: WorkersOutcome,
  now: EpochMs,
): NodesOutcome {
  const groups = readNodeGroups(observation.nodeGroups ?? {}, spec, memory.nodeGroups, now);
  const workers = fleet.decision.desired;
  if (spec.mode === "Paused" || workers === null) return leaveAlone(groups);
  const allocation = allocate(groups.map(placeOf), workers, spec.spot ?? DEFAULT_SPOT);
  let spareWorkers = sum(groups.map(({ state, workersPerNode }) => openNodes(state?.nodes) * workersPerNode)) - workers;
  const outcomes = groups.map((group) => {
    const outcome = decideNodeGroup(group, allocation, fleet, spareWorkers, now);
    spareWorkers -= outcome.actions.filter(({ type }) => type === "cordonNode").length * group.workersPerNode;
    return outcome;
  });
  return {
    decisions: outcomes.map(({ decision }) => decision),
    actions: outcomes.flatMap(({ actions }) => actions),
    memory: Object.fromEntries(
      outcomes.flatMap(({ group, actions }) => {
        const kept = remember(group, spec.mode === "Auto" ? actions : [], now);
        return kept ? [[group.spec.name, kept]] : [];
      }),
    ),
  };
}

interface GroupOutcome {
  readonly group: NodeGroup;
  readonly decision: NodeGroupDecision;
  readonly actions: readonly Action[];
}

function decideNodeGroup(
  group: NodeGroup,
  allocation: Allocation,
  fleet: WorkersOutcome,
  spareWorkers: number,
  now: EpochMs,
): GroupOutcome {
  const { spec, state, desiredNodes } = group;
  if (!state || desiredNodes === null) return { group, decision: decisionOf(group, desiredNodes, []), actions: [] };
  const targetNodes = allocation.nodes.get(spec.name) ?? desiredNodes;
  const raise: readonly Action[] =
    targetNodes > desiredNodes ? [{ type: "raiseNodeGroup", group: spec.name, from: desiredNodes, to: targetNodes }] : [];
  const up = targetNodes >= desiredNodes ? [...uncordonAll(group), ...raise] : [];
  const down = takeBack(group, targetNodes, fleet, spareWorkers, now);
  const reasons = [...explainNodeGroup(group, targetNodes, allocation), ...down.reasons];
  return { group, decision: decisionOf(group, targetNodes, reasons), actions: [...up, ...down.actions] };
}

/** Nothing goes while the need is unknown, or while what was read does not show the last change. */
function takeBack(group: NodeGroup, targetNodes: number, { isHeld, workers }: WorkersOutcome, spareWorkers: number, now: EpochMs): ScaleIn {
  if (!isHeld && !group.isOutrun && workers) return scaleIn(group, targetNodes, workers, spareWorkers, now);
  const hasSurplus = (group.desiredNodes ?? 0) > targetNodes;
  const message = `${group.spec.name} keeps its nodes until fresh readings of the queue, the workers and the group are there.`;
  return { actions: [], reasons: hasSurplus ? [reason("ScaleInWaits", message)] : [] };
}

/** An unknown group can be neither raised nor lowered: it counts as what it was. */
function placeOf(group: NodeGroup): Place {
  const { spec, state, workersPerNode, launchedNodes, overdueNodes } = group;
  const desiredNodes = group.desiredNodes ?? 0;
  const place = { name: spec.name, capacityType: spec.capacityType, workersPerNode, desiredNodes, launchedNodes, overdueNodes };
  if (!state) return { ...place, minNodes: desiredNodes, maxNodes: desiredNodes };
  return { ...place, minNodes: Math.min(spec.minNodes, spec.maxNodes), maxNodes: spec.maxNodes };
}

function openNodes(nodes: readonly { state: string; cordoned: boolean }[] = []): number {
  return nodes.filter(({ state, cordoned }) => state === "ready" && !cordoned).length;
}

/** What the next tick must know: above all what was asked for and since when. */
function remember(group: NodeGroup, done: readonly Action[], now: EpochMs): NodeGroupMemory | null {
  const { past, state, workersPerNode, launchedNodes } = group;
  if (!state || group.desiredNodes === null) return past;
  const desiredNodes = done.reduce(desiredAfter, group.desiredNodes);
  const waiting = stillWaiting(group.waiting, 0, Math.max(0, desiredNodes - launchedNodes), now);
  const changedAtMs = done.length > 0 ? now : (past?.changedAtMs ?? null);
  const overdueNodes = Math.min(group.overdueNodes, sum(waiting.map(({ nodes }) => nodes)));
  return { desiredNodes, workersPerNode, changedAtMs, launchedNodes, waiting, overdueNodes };
}

function desiredAfter(desiredNodes: number, action: Action): number {
  if (action.type === "raiseNodeGroup" || action.type === "cancelNodes") return action.to;
  return action.type === "terminateNode" && !action.isReplaced ? desiredNodes - 1 : desiredNodes;
}

function leaveAlone(groups: readonly NodeGroup[]): NodesOutcome {
  return {
    decisions: groups.map((group) => decisionOf(group, group.desiredNodes, [])),
    actions: [],
    memory: Object.fromEntries(groups.flatMap(({ spec, past }) => (past ? [[spec.name, past]] : []))),
  };
}

function decisionOf(group: NodeGroup, targetNodes: number | null, reasons: readonly Reason[]): NodeGroupDecision {
  const { spec, state, unknown, desiredNodes, readyNodes, bootingNodes, waiting, overdueNodes, workersPerNode } = group;
  return {
    name: spec.name,
    targetNodes,
    reasons: unknown ? [unknown, ...reasons] : reasons,
    inputs: {
      desiredNodes,
      readyNodes: state && readyNodes,
      bootingNodes: state && bootingNodes,
      waitingNodes: sum(waiting.map(({ nodes }) => nodes)),
      overdueNodes,
      workersPerNode: workersPerNode || null,
    },
  };
}
