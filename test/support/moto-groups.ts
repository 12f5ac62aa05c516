import {
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateClusterCommand, CreateNodegroupCommand, DescribeNodegroupCommand } from "@aws-sdk/client-eks";
import type { AwsClients } from "@mediashare/controller";

export interface GroupOptions {
  readonly cluster: string;
  readonly name: string;
  readonly capacityType?: "ON_DEMAND" | "SPOT";
  readonly instanceTypes?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A managed node group with its Auto Scaling group, which moto names but does not make. */
export async function createNodeGroup(aws: AwsClients, options: GroupOptions): Promise<string> {
  const { cluster, name, min = 0, max = 5, desired = 0, instanceTypes = ["m5.xlarge"], capacityType = "SPOT", tags = {} } = options;
  const role = "arn:aws:iam::123456789012:role/test";
  await aws.eks.send(new CreateClusterCommand({ name: cluster, roleArn: role, resourcesVpcConfig: {} })).catch(ignoreExisting);
  const creating = aws.eks.send(
    new CreateNodegroupCommand({
      clusterName: cluster,
      nodegroupName: name,
      nodeRole: role,
      subnets: [],
      instanceTypes: [...instanceTypes],
      capacityType,
      scalingConfig: { minSize: min, maxSize: max, desiredSize: desired },
    }),
  );
  // The client asks again when moto is slow to answer, and then finds what it has made.
  await creating.catch(ignoreExisting);
  const { nodegroup } = await aws.eks.send(new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name }));
  const group = nodegroup?.resources?.autoScalingGroups?.[0]?.name ?? "";
  await aws.autoScaling.send(
    new CreateLaunchConfigurationCommand({ LaunchConfigurationName: group, ImageId: "ami-12c6146b", InstanceType: instanceTypes[0] }),
  );
  await aws.autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: group,
      LaunchConfigurationName: group,
      MinSize: min,
      MaxSize: max,
      DesiredCapacity: desired,
      AvailabilityZones: [`${aws.region}a`],
    }),
  );
  await tagGroup(aws, group, tags);
  return group;
}

function ignoreExisting(error: { name: string }): void {
  if (error.name !== "ResourceInUseException") throw error;
}

export async function tagGroup(aws: AwsClients, group: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({
    ResourceId: group,
    ResourceType: "auto-scaling-group",
    Key,
    Value,
    PropagateAtLaunch: false,
  }));
  if (Tags.length > 0) await aws.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
}

export async function readCapacity(aws: AwsClients, group: string): Promise<{ desired: number | undefined; instances: readonly string[] }> {
  const { AutoScalingGroups = [] } = await aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }));
  const [found] = AutoScalingGroups;
  return { desired: found?.DesiredCapacity, instances: (found?.Instances ?? []).map(({ InstanceId = "" }) => InstanceId) };
}
