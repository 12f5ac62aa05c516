import { DescribeNodegroupCommand, type EKSClient } from "@aws-sdk/client-eks";

/** What EKS says of a managed node group; the numbers that change are its Auto Scaling group's. */
export interface Nodegroup {
  readonly cluster: string;
  readonly name: string;
  readonly autoScalingGroup: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly instanceTypes: readonly string[];
  /** ACTIVE, UPDATING, DEGRADED, … */
  readonly status: string;
}

export async function describeNodegroup(eks: EKSClient, cluster: string, name: string): Promise<Nodegroup> {
  const { nodegroup } = await eks.send(new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name }));
  const [group] = nodegroup?.resources?.autoScalingGroups ?? [];
  if (!group?.name) {
    throw Object.assign(new Error(`node group ${name} of cluster ${cluster} has no Auto Scaling group (status ${nodegroup?.status})`), {
      name: "ResourceNotFoundException",
    });
  }
  return {
    cluster,
    name,
    autoScalingGroup: group.name,
    capacityType: nodegroup?.capacityType === "SPOT" ? "Spot" : "OnDemand",
    instanceTypes: nodegroup?.instanceTypes ?? [],
    status: nodegroup?.status ?? "UNKNOWN",
  };
}
