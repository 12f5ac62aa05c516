import { workerToleration } from "@mediashare/cdk8s";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as eks from "aws-cdk-lib/aws-eks-v2";
import type * as iam from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { PlannedGroup } from "./worker-groups.ts";

export interface NodeGroupProps {
  readonly cluster: eks.Cluster;
  readonly role: iam.IRole;
  readonly group: PlannedGroup;
}

/** A managed node group whose machines have an encrypted disk and give their own credentials to no pod. */
export class NodeGroup extends Construct {
  readonly nodegroup: eks.Nodegroup;

  constructor(scope: Construct, { cluster, role, group }: NodeGroupProps) {
    super(scope, group.name);
    const template = this.#launchTemplate(cluster, group);
    this.nodegroup = new eks.Nodegroup(this, "group", {
      cluster,
      nodegroupName: group.name,
      nodeRole: role,
      subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      amiType: group.architecture === "arm64" ? eks.NodegroupAmiType.AL2023_ARM_64_STANDARD : eks.NodegroupAmiType.AL2023_X86_64_STANDARD,
      capacityType: group.capacityType === "Spot" ? eks.CapacityType.SPOT : eks.CapacityType.ON_DEMAND,
      instanceTypes: group.instanceTypes.map((name) => new ec2.InstanceType(name)),
      minSize: group.min,
      maxSize: group.max,
      desiredSize: group.min,
      maxUnavailablePercentage: 33,
      labels: { ...group.labels },
      launchTemplateSpec: { id: template.ref, version: template.attrLatestVersionNumber },
      enableNodeAutoRepair: true,
      ...(group.isWorkers && { taints: [{ key: workerToleration.key, value: "true", effect: eks.TaintEffect.NO_SCHEDULE }] }),
    });
  }

  #launchTemplate(cluster: eks.Cluster, { name, diskGib }: PlannedGroup): ec2.CfnLaunchTemplate {
    const tags = [{ key: "Name", value: `${this.node.scope?.node.id ?? ""}-${name}` }];
    return new ec2.CfnLaunchTemplate(this, "template", {
      launchTemplateData: {
        // One hop: the node itself and what runs on its network, such as the Pod Identity agent, but no pod.
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: { volumeType: "gp3", volumeSize: diskGib, encrypted: true, deleteOnTermination: true },
          },
        ],
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({
          resourceType,
          tags: [...tags, { key: "mediashare.dev/cluster", value: cluster.clusterName }],
        })),
      },
    });
  }
}
