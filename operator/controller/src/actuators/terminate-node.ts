import { terminateInstance } from "../aws/change-capacity.ts";
import type { AwsClients } from "../aws/clients.ts";
import { autoScalingCall, during } from "../aws/failed-call.ts";
import { instanceIdOf, isCordonedBy } from "../readings/build-node-group-state.ts";
import { ownerOf } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { asking } from "../readings/kube-call.ts";
import { isFinished, isOfNode, isReady, type PodObject } from "../readings/kube-objects.ts";
import type { ScaledPipeline } from "../readings/pipeline.ts";
import { NodeGroupBoundsError, NodeNotIdleError } from "./actuator-errors.ts";
import { readNode } from "./cordon.ts";
import type { OwnedGroup } from "./owned-group.ts";
import { changeBounds } from "./scale-nodes.ts";

interface Termination {
  /** The Kubernetes node, or the instance of one that never joined. */
  readonly node: string;
  readonly isReplaced: boolean;
}

/** Ends a node's instance, once it is certain that nothing runs there. */
export async function terminateNode(
  pipeline: ScaledPipeline,
  { node, isReplaced }: Termination,
  owned: OwnedGroup,
  { kube, aws }: { kube: Kube; aws: AwsClients },
): Promise<void> {
  const instance = await confirmIdle(kube, node, ownerOf(pipeline));
  const { group, nodegroup } = owned;
  if (!group.instances.some(({ id, lifecycle }) => id === instance && !lifecycle.startsWith("Terminat"))) return;
  if (!isReplaced && group.desiredNodes <= group.minNodes) {
    const outcome = await changeBounds(aws, owned);
    const why = `its Auto Scaling group keeps at least ${group.minNodes}; ${outcome === "asked" ? "EKS was asked for the spec's min." : `EKS takes no change now (${nodegroup.status}).`}`;
    throw new NodeGroupBoundsError(nodegroup.name, `${group.desiredNodes - 1} nodes`, why);
  }
  const call = autoScalingCall("TerminateInstanceInAutoScalingGroup", group.name, aws);
  await during(call, () => terminateInstance(aws.autoScaling, instance, isReplaced));
}

/** Looks afresh: since the decision a pod may have come, or somebody may have uncordoned the node. Returns the instance's id. */
async function confirmIdle(kube: Kube, name: string, owner: string): Promise<string> {
  const node = await readNode(kube, name);
  if (!node) return name;
  if (isReady(node) && !isCordonedBy(node, owner)) throw new NodeNotIdleError(name, "it is not cordoned by this pipeline any more.");
  const pods = await asking("list pods in all namespaces", () =>
    kube.list<PodObject>("/api/v1/pods", { fieldSelector: `spec.nodeName=${name}` }),
  );
  const [blocking] = pods.filter((pod) => !isFinished(pod) && !isOfNode(pod));
  if (blocking) throw new NodeNotIdleError(name, `the pod ${blocking.metadata.namespace}/${blocking.metadata.name} is on it.`);
  return instanceIdOf(node) ?? name;
}
