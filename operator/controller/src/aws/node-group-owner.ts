import type { AutoScalingGroup } from "./describe-auto-scaling-groups.ts";
import type { Nodegroup } from "./describe-nodegroup.ts";
import type { ExplainedError } from "./explain-error.ts";

/** The tag by which an Auto Scaling group says which pipeline may change it: `<namespace>/<name>`. One key has one value: one owner. */
export const PIPELINE_TAG = "mediashare.dev/pipeline";

/** By its mere presence Cluster Autoscaler finds a group. EKS puts it on every managed node group. */
const AUTOSCALER_TAG = "k8s.io/cluster-autoscaler/enabled";

export interface GroupClaim {
  /** `<namespace>/<name>` */
  readonly owner: string;
  readonly capacityType: "OnDemand" | "Spot";
}

/** Why a pipeline must not touch a node group; `null` if it may. */
export function refuseNodeGroup(nodegroup: Nodegroup, group: AutoScalingGroup, claim: GroupClaim): ExplainedError | null {
  const where = `The Auto Scaling group ${group.name} of node group ${nodegroup.name} (cluster ${nodegroup.cluster})`;
  const tagged = group.tags[PIPELINE_TAG];
  if (tagged === undefined) {
    return {
      reason: "NodeGroupNotTagged",
      message: `${where} is not marked as this pipeline's, so it is left alone: run aws autoscaling create-or-update-tags --tags ${tagOf(group, PIPELINE_TAG)},Value=${claim.owner},PropagateAtLaunch=false`,
    };
  }
  if (tagged !== claim.owner) {
    return {
      reason: "NodeGroupOfAnotherPipeline",
      message: `${where} belongs to the pipeline ${tagged} by its tag ${PIPELINE_TAG}, so it is left alone: two pipelines cannot share a node group. Give ${claim.owner} a group of its own, or change the tag.`,
    };
  }
  if (AUTOSCALER_TAG in group.tags) {
    return {
      reason: "ClusterAutoscalerDiscovery",
      message: `${where} carries the tag ${AUTOSCALER_TAG} (EKS sets it), by which Cluster Autoscaler finds it and would undo what the operator does, so it is left alone: run aws autoscaling delete-tags --tags ${tagOf(group, AUTOSCALER_TAG)}`,
    };
  }
  if (nodegroup.capacityType !== claim.capacityType) {
    return {
      reason: "CapacityTypeDiffers",
      message: `Node group ${nodegroup.name} of cluster ${nodegroup.cluster} is ${nodegroup.capacityType}, but the pipeline says ${claim.capacityType}: correct capacityType in spec.worker.nodeGroups, or name another group.`,
    };
  }
  return null;
}

function tagOf({ name }: AutoScalingGroup, key: string): string {
  return `ResourceId=${name},ResourceType=auto-scaling-group,Key=${key}`;
}
