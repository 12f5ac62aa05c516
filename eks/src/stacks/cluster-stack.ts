import { KubectlV36Layer } from "@aws-cdk/lambda-layer-kubectl-v36";
import { RemovalPolicy, type StackProps } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import type { CfnCluster } from "aws-cdk-lib/aws-eks";
import * as eks from "aws-cdk-lib/aws-eks-v2";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { GroupOwnership } from "../cluster/group-ownership.ts";
import { NodeGroup } from "../cluster/node-groups.ts";
import type { PlannedGroup } from "../cluster/worker-groups.ts";
import type { Config } from "../config/config-schema.ts";
import { PodRole } from "../identities/pod-role.ts";
import { acknowledge } from "../nag/acknowledge.ts";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface ClusterStackProps extends StackProps {
  readonly names: Names;
  readonly cluster: Pick<Config["cluster"], "publicAccess" | "admins" | "logDays">;
  readonly serviceCidr: string;
  readonly vpc: ec2.IVpc;
  readonly nodeGroups: readonly PlannedGroup[];
  readonly production: boolean;
}

/** The EKS cluster with its node groups, and with what must be there before a node can be ready. */
export class ClusterStack extends PartStack {
  readonly cluster: eks.Cluster;
  /** What the fleets' pods log, as JSON. */
  readonly podLogs: logs.LogGroup;

  constructor(scope: Construct, id: string, { names, cluster, serviceCidr, vpc, nodeGroups, production, ...props }: ClusterStackProps) {
    super(scope, id, props);
    const { logDays } = cluster;
    const controlPlaneLogs = this.#logGroup("control-plane-logs", `/aws/eks/${names.cluster}/cluster`, logDays);
    this.podLogs = this.#logGroup("pod-logs", `/aws/containerinsights/${names.cluster}/application`, logDays);
    for (const kind of ["dataplane", "host", "performance"]) {
      this.#logGroup(`${kind}-logs`, `/aws/containerinsights/${names.cluster}/${kind}`, logDays);
    }
    this.cluster = new eks.Cluster(this, "cluster", {
      clusterName: names.cluster,
      version: eks.KubernetesVersion.V1_36,
      vpc,
      vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
      serviceIpv4Cidr: serviceCidr,
      endpointAccess: endpointAccess(cluster.publicAccess),
      defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      bootstrapClusterCreatorAdminPermissions: false,
      bootstrapSelfManagedAddons: false,
      secretsEncryptionKey: new kms.Key(this, "secrets-key", {
        description: `Kubernetes Secrets of ${names.cluster}`,
        enableKeyRotation: true,
        removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
      clusterLogging: Object.values(eks.ClusterLoggingTypes),
      // Labels that the construct would add for pruning would make these manifests others than those of `npm run synth`.
      prune: false,
      kubectlProviderOptions: { kubectlLayer: new KubectlV36Layer(this, "kubectl") },
    });
    this.cluster.node.addDependency(controlPlaneLogs);
    this.#guard(production);
    for (const [index, arn] of cluster.admins.entries()) this.#addAdmin(`admin-${index}`, arn);
    this.#addNodes(names, nodeGroups);
  }

  #logGroup(id: string, logGroupName: string, retention: number): logs.LogGroup {
    return new logs.LogGroup(this, id, { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
  }

  /** What the construct has no property for. */
  #guard(production: boolean): void {
    const resource = this.cluster.node
      .findAll()
      .find((each): each is CfnCluster => (each as Partial<CfnCluster>).cfnResourceType === "AWS::EKS::Cluster");
    if (!resource) throw new TypeError("aws-cdk-lib makes EKS clusters in another way now");
    resource.deletionProtection = production;
    // A version that AWS no longer supports as a standard costs six times as much: rather be upgraded.
    resource.upgradePolicy = { supportType: "STANDARD" };
    // For the loss of a zone: traffic is taken away from it, by hand or by AWS.
    resource.zonalShiftConfig = { enabled: true };
  }

  #addAdmin(id: string, principal: string): void {
    const policy = eks.AccessPolicy.fromAccessPolicyName("AmazonEKSClusterAdminPolicy", { accessScopeType: eks.AccessScopeType.CLUSTER });
    new eks.AccessEntry(this, id, { cluster: this.cluster, principal, accessPolicies: [policy] });
  }

  #addNodes(names: Names, nodeGroups: readonly PlannedGroup[]): void {
    const addons = [
      this.#addon("vpc-cni", {
        configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
        podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: this.#networkRole().roleArn }],
      }),
      this.#addon("kube-proxy"),
      this.#addon("eks-pod-identity-agent"),
    ];
    const role = this.#nodeRole(names);
    const dns = this.#addon("coredns");
    for (const group of nodeGroups) {
      const { nodegroup } = new NodeGroup(this, { cluster: this.cluster, role, group });
      nodegroup.node.addDependency(...addons);
      // It has no pods before there are nodes, and EKS waits for them.
      if (!group.isWorkers) dns.node.addDependency(nodegroup);
      if (group.isWorkers) {
        new GroupOwnership(this, `${group.name}-ownership`, {
          clusterName: names.cluster,
          nodegroup,
          nodegroupName: group.name,
          owner: names.pipeline,
        });
      }
    }
  }

  #addon(addonName: string, props: Partial<eks.CfnAddonProps> = {}): eks.CfnAddon {
    return new eks.CfnAddon(this, addonName, {
      addonName,
      clusterName: this.cluster.clusterName,
      resolveConflicts: "OVERWRITE",
      ...props,
    });
  }

  /** What a node itself may: join the cluster, hand identities to pods, pull images. No pod gets at it. */
  #nodeRole({ cluster }: Names): iam.Role {
    const policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];
    const role = new iam.Role(this, "nodes", {
      description: `Nodes of ${cluster}`,
      assumedBy: new iam.ServicePrincipal("ec2.amazonaws.com"),
      managedPolicies: policies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    for (const name of policies) {
      acknowledge(
        role,
        `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
        "EKS asks for this policy of its nodes, and keeps it up to date",
      );
    }
    return role;
  }

  /** Addresses for pods are the network plugin's to ask for, not the node's. */
  #networkRole(): iam.Role {
    return new PodRole(this, "pod-network", { description: "The VPC CNI plugin", managedPolicies: ["AmazonEKS_CNI_Policy"] }).role;
  }
}

function endpointAccess(networks: readonly string[]): eks.EndpointAccess {
  return networks.length === 0 ? eks.EndpointAccess.PRIVATE : eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...networks);
}
