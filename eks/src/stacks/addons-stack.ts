import type { StackProps } from "aws-cdk-lib";
import * as eks from "aws-cdk-lib/aws-eks-v2";
import type * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import { autoScalingGroupArn, nodegroupArn } from "../identities/operator-grants.ts";
import { PodRole } from "../identities/pod-role.ts";
import { type Names, steadyGroups } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface AddonsStackProps extends StackProps {
  readonly names: Names;
  readonly cluster: eks.ICluster;
  /** Names in Secrets Manager that External Secrets may read. */
  readonly secrets: readonly string[];
  readonly zone?: Config["zone"];
}

/** Tried together; a newer one is a change of these lines. */
const charts = {
  clusterAutoscaler: { repository: "https://kubernetes.github.io/autoscaler", version: "9.52.1" },
  externalSecrets: { repository: "https://charts.external-secrets.io", version: "2.0.0" },
} as const;

/** https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy */
const clusterAutoscalerReads = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeAutoScalingInstances",
  "autoscaling:DescribeLaunchConfigurations",
  "autoscaling:DescribeScalingActivities",
  "autoscaling:DescribeTags",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:GetInstanceTypesFromInstanceRequirements",
];

/** What the cluster needs beside the pipeline: load balancers, metrics and logs, volumes, secrets, names, and nodes for the fleets. */
export class AddonsStack extends PartStack {
  readonly loadBalancers: eks.AlbController;
  readonly externalSecrets: eks.HelmChart;
  readonly #cluster: eks.ICluster;

  constructor(scope: Construct, id: string, { names, cluster, secrets, zone, ...props }: AddonsStackProps) {
    super(scope, id, props);
    this.#cluster = cluster;
    // The fleets' CPU, by which the operator scales the web fleet.
    this.#addon("metrics-server");
    this.#addVolumes();
    this.#addObservability();
    if (zone) this.#addNames(names, zone);
    this.loadBalancers = new eks.AlbController(this, "load-balancers", {
      // Its type is narrower than what it uses.
      cluster: cluster as eks.Cluster,
      version: eks.AlbControllerVersion.V3_2_2,
      repository: "public.ecr.aws/eks/aws-load-balancer-controller",
    });
    this.#addClusterAutoscaler(names);
    this.externalSecrets = this.#addExternalSecrets(secrets);
  }

  #addon(addonName: string, props: Partial<eks.CfnAddonProps> = {}): void {
    new eks.CfnAddon(this, addonName, { addonName, clusterName: this.#cluster.clusterName, resolveConflicts: "OVERWRITE", ...props });
  }

  #addVolumes(): void {
    const { role } = new PodRole(this, "volumes", {
      description: "The EBS CSI driver",
      managedPolicies: ["service-role/AmazonEBSCSIDriverPolicy"],
    });
    this.#addon("aws-ebs-csi-driver", {
      configurationValues: JSON.stringify({ defaultStorageClass: { enabled: true } }),
      podIdentityAssociations: [{ serviceAccount: "ebs-csi-controller-sa", roleArn: role.roleArn }],
    });
  }

  #addObservability(): void {
    const { role } = new PodRole(this, "observability", {
      description: "The CloudWatch agent and Fluent Bit",
      managedPolicies: ["CloudWatchAgentServerPolicy"],
    });
    this.#addon("amazon-cloudwatch-observability", {
      // A configuration of our own also says what we do not want: traces of applications, which are billed by request.
      configurationValues: JSON.stringify({
        agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true } } } } },
      }),
      podIdentityAssociations: [{ serviceAccount: "cloudwatch-agent", roleArn: role.roleArn }],
    });
  }

  /** Records of the hosts in the Ingress: the load balancer's name is known only when it has been made. */
  #addNames(names: Names, zone: NonNullable<Config["zone"]>): void {
    const { role } = new PodRole(this, "names", {
      description: "ExternalDNS",
      grants: [
        {
          sid: "Records",
          actions: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"],
          resources: [`arn:aws:route53:::hostedzone/${zone.id}`],
        },
        { sid: "Zones", actions: ["route53:ListHostedZones"], resources: ["*"], why: "Zones are found by name in the list of all" },
      ],
    });
    this.#addon("external-dns", {
      configurationValues: JSON.stringify({ domainFilters: [zone.name], policy: "sync", sources: ["ingress"], txtOwnerId: names.cluster }),
      podIdentityAssociations: [{ serviceAccount: "external-dns", roleArn: role.roleArn }],
    });
  }

  /** For the fleets' nodes: it finds its groups by EKS's tags, which the workers' groups have lost (`group-ownership.ts`). */
  #addClusterAutoscaler({ cluster }: Names): void {
    const { region, account } = this;
    const { role } = new PodRole(this, "cluster-autoscaler", {
      description: "Cluster Autoscaler",
      grants: [
        { sid: "Read", actions: clusterAutoscalerReads, resources: ["*"], why: "These actions know no resources" },
        {
          sid: "NodeGroups",
          actions: ["eks:DescribeNodegroup"],
          resources: steadyGroups.map((group) => nodegroupArn(cluster, group, { region, account })),
          why: "EKS ends the ARN of a node group with an id of its own",
        },
        {
          sid: "Scale",
          actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
          resources: steadyGroups.map((group) => autoScalingGroupArn(group, { region, account })),
          conditions: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: "owned" } },
          why: "EKS names Auto Scaling groups, with a random end; the tag says that they are Cluster Autoscaler's",
        },
      ],
    });
    const serviceAccount = "cluster-autoscaler";
    const identity = this.#associate("kube-system", serviceAccount, role);
    const chart = new eks.HelmChart(this, "cluster-autoscaler-chart", {
      cluster: this.#cluster,
      chart: "cluster-autoscaler",
      release: "cluster-autoscaler",
      namespace: "kube-system",
      ...charts.clusterAutoscaler,
      values: {
        autoDiscovery: { clusterName: cluster },
        awsRegion: region,
        rbac: { serviceAccount: { name: serviceAccount } },
        extraArgs: { "skip-nodes-with-local-storage": false, "balance-similar-node-groups": true },
      },
    });
    chart.node.addDependency(identity);
  }

  #addExternalSecrets(secrets: readonly string[]): eks.HelmChart {
    const name = "external-secrets";
    const { role } = new PodRole(this, name, {
      description: "External Secrets",
      grants: [
        {
          sid: "Secrets",
          actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
          resources: secrets.map((secret) => `arn:aws:secretsmanager:${this.region}:${this.account}:secret:${secret}-??????`),
          why: "Secrets Manager adds six characters of its own to a secret's name",
        },
      ],
    });
    const identity = this.#associate(name, name, role);
    const chart = new eks.HelmChart(this, "external-secrets-chart", {
      cluster: this.#cluster,
      chart: name,
      release: name,
      namespace: name,
      createNamespace: true,
      wait: true,
      ...charts.externalSecrets,
      values: { installCRDs: true, serviceAccount: { name } },
    });
    chart.node.addDependency(identity);
    return chart;
  }

  #associate(namespace: string, serviceAccount: string, role: iam.Role): eks.CfnPodIdentityAssociation {
    return new eks.CfnPodIdentityAssociation(this, `${serviceAccount}-identity`, {
      clusterName: this.#cluster.clusterName,
      namespace,
      serviceAccount,
      roleArn: role.roleArn,
    });
  }
}
