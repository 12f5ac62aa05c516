import type { NodeGroupState, NodeState } from "@mediashare/policy";
import type { AutoScalingGroup, Instance } from "../aws/describe-auto-scaling-groups.ts";
import { conditionOf, isFinished, isOfNode, isReady, isTerminating, type NodeObject, type PodObject } from "./kube-objects.ts";

/** Marks a node that a pipeline's operator cordoned, with the pipeline's `<namespace>/<name>`. */
export const CORDONED_BY = "mediashare.dev/cordoned-by";

export interface NodeGroupFacts {
  readonly group: AutoScalingGroup;
  /** The Kubernetes nodes with the group's label. */
  readonly nodes: readonly NodeObject[];
  /** The pods on each of them, by the node's name. */
  readonly pods: ReadonlyMap<string, readonly PodObject[]>;
  /** `<namespace>/<name>` of the pipeline. */
  readonly owner: string;
  /** Whether it is a worker of this pipeline. */
  readonly isWorker: (pod: PodObject) => boolean;
  /** When an instance was first seen, for one that has not joined: the Auto Scaling group does not tell. */
  readonly firstSeenMs: (instanceId: string) => number;
  readonly workersPerNode: number | null;
}

/** Joins what AWS and Kubernetes know of a group. The Auto Scaling group says which machines there are. */
export function buildNodeGroupState(facts: NodeGroupFacts): NodeGroupState {
  const nodes = new Map(facts.nodes.map((node) => [instanceIdOf(node), node]));
  return {
    desiredNodes: facts.group.desiredNodes,
    nodes: facts.group.instances
      .filter(({ lifecycle }) => !GONE.test(lifecycle))
      .map((instance) => buildNode(instance, nodes.get(instance.id), facts)),
    workersPerNode: facts.workersPerNode,
  };
}

/** `aws:///eu-west-1a/i-0abc` → `i-0abc`. */
export function instanceIdOf(node: NodeObject): string | undefined {
  return node.spec?.providerID?.split("/").at(-1);
}

/** A node that was cordoned by this pipeline's operator and still is. */
export function isCordonedBy(node: NodeObject, owner: string): boolean {
  return node.spec?.unschedulable === true && node.metadata.annotations?.[CORDONED_BY] === owner;
}

/** Pods that would be lost with the node: neither workers in service nor those that run on every node. */
export function countOtherPods(pods: readonly PodObject[], isWorker: (pod: PodObject) => boolean): number {
  // A worker that is ending finishes its task, and is no member of the fleet any more: until it is gone it keeps its node.
  return pods.filter((pod) => !isFinished(pod) && !isOfNode(pod) && (isTerminating(pod) || !isWorker(pod))).length;
}

const GONE = /^(Terminated|Detached|Warmed)/;
const LEAVING = /^(Terminating|Detaching|EnteringStandby|Standby)/;

/** Set on nodes that are about to go: Node Termination Handler, Cluster Autoscaler, Karpenter, the cloud's node controller. */
const LEAVING_TAINT =
  /^(aws-node-termination-handler\/|ToBeDeletedByClusterAutoscaler$|karpenter\.sh\/disrupted$|node\.cloudprovider\.kubernetes\.io\/shutdown$)/;

function buildNode(instance: Instance, node: NodeObject | undefined, facts: NodeGroupFacts): NodeState {
  const seenMs = facts.firstSeenMs(instance.id);
  if (!node) {
    const state = isInstanceLeaving(instance) ? "leaving" : "booting";
    return { name: instance.id, state, launchedAtMs: seenMs, cordoned: false, otherPods: 0 };
  }
  const cordoned = isCordonedBy(node, facts.owner);
  const createdMs = Date.parse(node.metadata.creationTimestamp ?? "") || seenMs;
  return {
    name: node.metadata.name,
    state: isInstanceLeaving(instance) || isNodeLeaving(node, cordoned) ? "leaving" : isReady(node) ? "ready" : notReady(node, createdMs),
    launchedAtMs: Math.min(createdMs, seenMs),
    cordoned,
    otherPods: countOtherPods(facts.pods.get(node.metadata.name) ?? [], facts.isWorker),
  };
}

function isInstanceLeaving({ lifecycle, healthy }: Instance): boolean {
  return !healthy || LEAVING.test(lifecycle);
}

function isNodeLeaving(node: NodeObject, cordoned: boolean): boolean {
  const isCordonedByOthers = node.spec?.unschedulable === true && !cordoned;
  return isTerminating(node) || isCordonedByOthers || (node.spec?.taints ?? []).some(({ key }) => LEAVING_TAINT.test(key));
}

/** The kubelet registers a node as not Ready: a Ready condition that has changed since then was true once, so this node is failing. */
function notReady(node: NodeObject, createdMs: number): NodeState["state"] {
  const changedMs = Date.parse(conditionOf(node, "Ready")?.lastTransitionTime ?? "") || createdMs;
  return changedMs - createdMs <= REGISTRATION_MS ? "booting" : "leaving";
}

const REGISTRATION_MS = 5_000;
