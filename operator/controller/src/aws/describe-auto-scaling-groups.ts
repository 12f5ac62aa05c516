import { type AutoScalingClient, type AutoScalingGroup as AwsGroup, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";

/** An Auto Scaling group as it is now. */
export interface AutoScalingGroup {
  readonly name: string;
  readonly desiredNodes: number;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly instances: readonly Instance[];
}

export interface Instance {
  readonly id: string;
  readonly type: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
  readonly lifecycle: string;
  readonly healthy: boolean;
}

/** As many names as one call takes. */
export const MAX_AUTO_SCALING_GROUPS = 100;

/** In the order of the names; `null` for one that does not exist. */
export async function describeAutoScalingGroups(
  autoScaling: AutoScalingClient,
  names: readonly string[],
): Promise<readonly (AutoScalingGroup | null)[]> {
  const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...names], MaxRecords: MAX_AUTO_SCALING_GROUPS });
  const { AutoScalingGroups = [] } = await autoScaling.send(command);
  const groups = new Map(AutoScalingGroups.map((group) => [group.AutoScalingGroupName, group]));
  return names.map((name) => {
    const group = groups.get(name);
    return group ? readGroup(name, group) : null;
  });
}

function readGroup(name: string, group: AwsGroup): AutoScalingGroup {
  return {
    name,
    desiredNodes: group.DesiredCapacity ?? 0,
    minNodes: group.MinSize ?? 0,
    maxNodes: group.MaxSize ?? 0,
    tags: Object.fromEntries((group.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    instances: (group.Instances ?? []).map(({ InstanceId = "", InstanceType = "", LifecycleState = "", HealthStatus }) => ({
      id: InstanceId,
      type: InstanceType,
      lifecycle: LifecycleState,
      healthy: HealthStatus?.toLowerCase() !== "unhealthy",
    })),
  };
}
