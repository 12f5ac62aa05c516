import type { Action } from "./decision.ts";
import type { NodeGroup } from "./node-groups.ts";
import type { NodeState, WorkerMember, WorkersState } from "./observation.ts";
import { type Reason, reason } from "./reasons.ts";
import type { EpochMs } from "./time.ts";

export interface ScaleIn {
  readonly actions: readonly Action[];
  readonly reasons: readonly Reason[];
}

/** A node that is not Ready so long after its launch will not be: EKS nodes take one to three minutes. */
export const NODE_BOOT_LIMIT_MS = 600_000;

/**
 * Takes nodes back without losing a task. Lowering the desired capacity would let EC2 choose the victim, so nodes go by name, and in
 * steps that each tick confirms anew: a node is cordoned, idle ones first; its idle workers are evicted; once nothing is on it, it is
 * terminated. One node of a group takes each step at a time. A node that works is cordoned too where no idle one is left: no new worker
 * comes to it, those that scaling in takes are taken there first, and those that stay finish what they run and take no more.
 * @param spareWorkers room on ready nodes beyond the workers that are wanted: a node goes only when the others suffice already
 */
export function scaleIn(group: NodeGroup, targetNodes: number, workers: WorkersState, spareWorkers: number, now: EpochMs): ScaleIn {
  const { desiredNodes, launchedNodes, state, spec } = group;
  if (!state || desiredNodes === null) return { actions: [], reasons: [] };
  const surplus = desiredNodes - targetNodes;
  const dead = neverReady(group, state.nodes, surplus <= 0, now);
  if (dead) return dead;
  if (surplus <= 0) return { actions: [], reasons: [] };
  const views = state.nodes.filter((node) => node.state === "ready").map((node) => viewNode(node, workers));
  const cancelled = cancel(group, views, surplus);
  if (cancelled) return cancelled;

  const removable = Math.min(surplus, launchedNodes - targetNodes);
  const isOverMax = desiredNodes > spec.maxNodes;
  const cordoned = views.filter(({ node }) => node.cordoned).sort(leastLoaded);
  const leaving = cordoned.slice(0, isOverMax || spareWorkers >= 0 ? Math.max(0, removable) : 0);
  const actions = [...cordoned.slice(leaving.length).map((view) => uncordon(group, view.node)), ...clear(group, leaving)];
  if (leaving.length >= removable) return { actions, reasons: [] };
  const next = views.filter(({ node }) => !node.cordoned && node.otherPods === 0).sort(leastLoaded)[0];
  if (!next) return { actions, reasons: [reason("NoIdleNode", `${spec.name} has more nodes than needed, but other pods run on each.`)] };
  if (!isOverMax && spareWorkers < group.workersPerNode) {
    return { actions, reasons: [reason("ScaleInWaits", `${spec.name} keeps its nodes until the others are ready.`)] };
  }
  return { actions: [...actions, { type: "cordonNode", group: spec.name, node: next.node.name }], reasons: [] };
}

/** All nodes that this policy cordoned are needed again. */
export function uncordonAll(group: NodeGroup): readonly Action[] {
  return (group.state?.nodes ?? []).filter((node) => node.cordoned && node.state === "ready").map((node) => uncordon(group, node));
}

function uncordon(group: NodeGroup, node: NodeState): Action {
  return { type: "uncordonNode", group: group.spec.name, node: node.name };
}

interface NodeView {
  readonly node: NodeState;
  readonly members: readonly WorkerMember[];
  readonly working: number;
}

function viewNode(node: NodeState, workers: WorkersState): NodeView {
  const members = workers.members.filter((member) => member.node === node.name);
  return { node, members, working: members.filter(({ state }) => state === "busy" || state === "unknown").length };
}

/** Nobody works on it; a worker that does not answer counts as working. */
function isIdle({ node, working }: NodeView): boolean {
  return working === 0 && node.otherPods === 0;
}

function leastLoaded(a: NodeView, b: NodeView): number {
  return a.working - b.working || a.members.length - b.members.length || (a.node.name < b.node.name ? -1 : 1);
}

/** The next step for the cordoned nodes: terminate the first that is empty, evict the idle workers of the first that has any, drain the rest. */
function clear({ spec }: NodeGroup, leaving: readonly NodeView[]): readonly Action[] {
  const actions: Action[] = [];
  const empty = leaving.find(({ node, members }) => members.length === 0 && node.otherPods === 0);
  if (empty) actions.push({ type: "terminateNode", group: spec.name, node: empty.node.name, isReplaced: false });
  const evictable = leaving.find((view) => idleWorkers(view).length > 0);
  if (evictable) actions.push({ type: "evictWorkers", group: spec.name, node: evictable.node.name, workers: idleWorkers(evictable) });
  for (const view of leaving) {
    const workers = view === evictable ? workingWorkers(view) : [...workingWorkers(view), ...idleWorkers(view)];
    if (workers.length > 0) actions.push({ type: "drainWorkers", group: spec.name, node: view.node.name, workers });
  }
  return actions;
}

/** One that does not answer now may hear it later. */
function workingWorkers({ members }: NodeView): readonly string[] {
  return members.filter(({ state }) => state === "busy" || state === "unknown").map(({ name }) => name);
}

function idleWorkers({ members }: NodeView): readonly string[] {
  return members.filter(({ state }) => state === "idle" || state === "starting").map(({ name }) => name);
}

/**
 * Takes back requests that never launched. That lowers the desired capacity, so should one launch at this very moment EC2 chooses
 * which node goes: done only while every node of the group is idle.
 */
function cancel({ spec, desiredNodes, launchedNodes }: NodeGroup, views: readonly NodeView[], surplus: number): ScaleIn | null {
  const from = desiredNodes ?? 0;
  const missing = Math.min(surplus, from - launchedNodes);
  if (missing <= 0 || !views.every(isIdle)) return null;
  return { actions: [{ type: "cancelNodes", group: spec.name, from, to: from - missing }], reasons: [] };
}

/** It never ran a pod, so nothing is lost. */
function neverReady({ spec }: NodeGroup, nodes: readonly NodeState[], isReplaced: boolean, now: EpochMs): ScaleIn | null {
  const dead = nodes.find(({ state, launchedAtMs }) => state === "booting" && now - launchedAtMs > NODE_BOOT_LIMIT_MS);
  if (!dead) return null;
  const message = `${dead.name} did not become Ready within ${NODE_BOOT_LIMIT_MS / 60_000} minutes: it is terminated${isReplaced ? " and replaced" : ""}.`;
  return {
    actions: [{ type: "terminateNode", group: spec.name, node: dead.name, isReplaced }],
    reasons: [reason("NodeNeverReady", message)],
  };
}
