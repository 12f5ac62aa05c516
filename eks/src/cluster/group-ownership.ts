import { Stack } from "aws-cdk-lib";
import type * as eks from "aws-cdk-lib/aws-eks-v2";
import * as cr from "aws-cdk-lib/custom-resources";
import { Construct } from "constructs";
import { type Grant, toStatement } from "../identities/grant.ts";
import { autoScalingGroupArn, nodegroupArn, pipelineTag } from "../identities/operator-grants.ts";
import { acknowledge } from "../nag/acknowledge.ts";

export interface GroupOwnershipProps {
  readonly clusterName: string;
  readonly nodegroup: eks.Nodegroup;
  readonly nodegroupName: string;
  /** `<namespace>/<name>` of the MediaPipeline. */
  readonly owner: string;
}

/** Where EKS says which Auto Scaling group it made. */
const groupName = "nodegroup.resources.autoScalingGroups.0.name";

/**
 * Hands a node group's Auto Scaling group to a pipeline: the operator touches a group only if it has the pipeline's tag, and has not the
 * tags by which Cluster Autoscaler finds it. Tags of a managed node group do not reach its Auto Scaling group, and EKS puts Cluster
 * Autoscaler's there by itself, so this is done by calls when the group has been made.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class GroupOwnership extends Construct {
  constructor(scope: Construct, id: string, { clusterName, nodegroup, nodegroupName, owner }: GroupOwnershipProps) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const place = { region, account };
    const find = this.#call(
      "find",
      {
        service: "EKS",
        action: "describeNodegroup",
        parameters: { clusterName, nodegroupName },
        outputPaths: [groupName],
        // After the group, and again when it was made anew and has another ARN.
        physicalResourceId: cr.PhysicalResourceId.of(nodegroup.nodegroupArn),
      },
      {
        sid: "Find",
        actions: ["eks:DescribeNodegroup"],
        resources: [nodegroupArn(clusterName, nodegroupName, place)],
        why: "EKS ends the ARN of a node group with an id of its own",
      },
    );
    const group = find.getResponseField(groupName);
    const tag = (Key: string) => ({ ResourceId: group, ResourceType: "auto-scaling-group", Key });
    const ofGroup = { resources: [autoScalingGroupArn(nodegroupName, place)], why: "EKS names Auto Scaling groups, with a random end" };
    this.#call(
      "claim",
      {
        service: "AutoScaling",
        action: "createOrUpdateTags",
        parameters: { Tags: [{ ...tag(pipelineTag), Value: owner, PropagateAtLaunch: false }] },
        physicalResourceId: cr.PhysicalResourceId.of(`${nodegroupName}-claim`),
      },
      { sid: "Claim", actions: ["autoscaling:CreateOrUpdateTags"], ...ofGroup },
    );
    this.#call(
      "hide",
      {
        service: "AutoScaling",
        action: "deleteTags",
        parameters: { Tags: [tag("k8s.io/cluster-autoscaler/enabled"), tag(`k8s.io/cluster-autoscaler/${clusterName}`)] },
        physicalResourceId: cr.PhysicalResourceId.of(`${nodegroupName}-hide`),
      },
      { sid: "Hide", actions: ["autoscaling:DeleteTags"], ...ofGroup },
    );
  }

  /** At creation, and again whenever something in the call has changed. */
  #call(id: string, onUpdate: cr.AwsSdkCall, grant: Grant): cr.AwsCustomResource {
    const resource = new cr.AwsCustomResource(this, id, {
      onUpdate,
      policy: cr.AwsCustomResourcePolicy.fromStatements([toStatement(grant)]),
      installLatestAwsSdk: false,
      resourceType: "Custom::MediashareNodeGroup",
    });
    for (const arn of grant.resources) acknowledge(resource, `IAM5[Resource::${arn}]`, grant.why ?? "");
    return resource;
  }
}
