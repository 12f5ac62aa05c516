import { type InstanceTypeFacts, instanceTypeAllocatable } from "./instance-type-allocatable.ts";
import { type DaemonSetObject, isFinished, isOfNode, isReady, type NodeObject, type PodObject } from "./kube-objects.ts";
import { planWorkersPerNode } from "./plan-workers-per-node.ts";
import { addAll, allocatableOf, type Resources, requestsOf } from "./resources.ts";

/** How many workers fit, by the node of the group that has least room; `null` without a ready node, or if it cannot be said. */
export function workersOnLiveNodes(
  nodes: readonly NodeObject[],
  pods: ReadonlyMap<string, readonly PodObject[]>,
  worker: Resources,
): number | null {
  const fits = nodes.filter(isReady).map((node) => {
    const system = (pods.get(node.metadata.name) ?? []).filter(isSystem).map(({ spec }) => requestsOf(spec));
    return planWorkersPerNode(allocatableOf(node.status?.allocatable ?? {}), addAll(system), worker);
  });
  return smallest(fits);
}

/** The same before there is a node: by the instance type with least room, less the DaemonSets that any node gets. */
export function workersOnInstanceTypes(
  types: readonly InstanceTypeFacts[],
  daemonSets: readonly DaemonSetObject[],
  worker: Resources,
): number | null {
  const taken = addAll(daemonSets.filter(runsAnywhere).map(({ spec }) => requestsOf(spec.template.spec)));
  return smallest(types.map((type) => planWorkersPerNode(instanceTypeAllocatable(type), taken, worker)));
}

function smallest(fits: readonly (number | null)[]): number | null {
  const known = fits.filter((fit) => fit !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function isSystem(pod: PodObject): boolean {
  return !isFinished(pod) && (isOfNode(pod) || pod.metadata.namespace === "kube-system");
}

/** One that selects nodes by labels of the user's own may not come to this group. */
function runsAnywhere({ spec }: DaemonSetObject): boolean {
  return Object.keys(spec.template.spec.nodeSelector ?? {}).every((label) => /^(beta\.)?kubernetes\.io\/(os|arch)$/.test(label));
}
