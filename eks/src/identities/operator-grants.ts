import type { Names } from "../names.ts";
import { type Place, queue } from "./fleet-grants.ts";
import type { Grant } from "./grant.ts";

/** The tag by which an Auto Scaling group says which pipeline may change it. */
export const pipelineTag = "mediashare.dev/pipeline";

/** Reads the queue and metrics, and scales the workers' node groups: no others, whoever names them. */
export function operatorGrants(names: Names, place: Place, workerGroups: readonly string[]): Grant[] {
  return [
    { sid: "Queue", actions: ["sqs:GetQueueAttributes"], resources: [queue(names.tasks, place)] },
    {
      sid: "Read",
      actions: ["cloudwatch:GetMetricData", "autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstanceTypes"],
      resources: ["*"],
      why: "These three actions know no resources",
    },
    {
      sid: "NodeGroups",
      actions: ["eks:DescribeNodegroup", "eks:UpdateNodegroupConfig"],
      resources: workerGroups.map((group) => nodegroupArn(names.cluster, group, place)),
      why: "EKS ends the ARN of a node group with an id of its own",
    },
    {
      sid: "Capacity",
      actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      resources: workerGroups.map((group) => autoScalingGroupArn(group, place)),
      conditions: { StringEquals: { [`aws:ResourceTag/${pipelineTag}`]: names.pipeline } },
      why: "EKS names Auto Scaling groups, with a random end; the tag says whose they are",
    },
  ];
}

export function nodegroupArn(cluster: string, group: string, { region, account }: Place): string {
  return `arn:aws:eks:${region}:${account}:nodegroup/${cluster}/${group}/*`;
}

/** EKS names a node group's Auto Scaling group `eks-<name>-<random>`. */
export function autoScalingGroupArn(group: string, { region, account }: Place): string {
  return `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-${group}-*`;
}
