import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import type { Stacks } from "../build-app.ts";
import type { Config } from "../config/config-schema.ts";
import { acknowledge } from "./acknowledge.ts";

const lambdaRole = "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]";
const lambdaInVpcRole = "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]";
const ofCdk = "A function of aws-cdk-lib, which brings its role with it; it runs only while stacks are deployed";

/** What AWS's checks say of this deployment and is meant to be so, each with its reason; roles say theirs where they are made. */
export function acknowledgeFindings(stacks: Stacks, config: Config): void {
  ofDelivery(stacks.delivery, config);
  ofDatabase(stacks.database, config);
  ofCluster(stacks.cluster, config);
  ofLoadBalancers(stacks.addons);
  Validations.of(stacks.storage).acknowledge({
    id: "CloudFormation-Validate::W9003",
    reason: "aws-cdk-lib writes numbers, and CloudFormation takes them",
  });
  const endpoints = stacks.network.node.tryFindChild("endpoints");
  if (endpoints) acknowledge(endpoints, "EC23", "The addresses are the VPC's own, which the check cannot see");
}

function ofDelivery(stack: IConstruct, { delivery }: Config): void {
  const distribution = stack.node.findChild("distribution");
  acknowledge(stack.node.findChild("logs"), "S1", "This is where access logs are written: logs of the logs would go round in circles");
  acknowledge(distribution, "CFR1", "A site for people everywhere; who must keep to countries adds a restriction of their own");
  if (!delivery.firewall) acknowledge(distribution, "CFR2", "delivery.firewall: false; without a signature nothing is served anyway");
  if (delivery.host === undefined) {
    acknowledge(
      distribution,
      "CFR4",
      "CloudFront's own host name comes with its own certificate and its own policy; delivery.host has TLS 1.2",
    );
  }
}

function ofDatabase(stack: IConstruct, { production }: Config): void {
  const instance = stack.node.findChild("instance");
  acknowledge(instance, "RDS11", "Another port hides nothing: the security group lets only pods and the rotation in");
  if (production) return;
  acknowledge(instance, "RDS3", "production: false; a standby doubles the price");
  acknowledge(instance, "RDS10", "production: false; deleting the stack leaves a snapshot");
}

function ofCluster(stack: IConstruct, { cluster }: Config): void {
  const construct = stack.node.findChild("cluster");
  acknowledge(
    construct.node.findChild("Role"),
    "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEKSClusterPolicy]",
    "EKS asks for this policy of its control plane, and keeps it up to date",
  );
  if (cluster.publicAccess.length > 0) acknowledge(construct, "EKS1", "cluster.publicAccess names the networks, and none is the Internet");
  Validations.of(construct).acknowledge({ id: "CloudFormation-Validate::W9009", reason: "aws-cdk-lib writes it so; it means Secrets" });
  const kubectl = construct.node.findChild("KubectlProvider");
  for (const finding of [
    lambdaRole,
    lambdaInVpcRole,
    "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly]",
    'IAM4[Policy::{"Fn::If":["clusterKubectlProviderHandlerHasEcrPublic4D4B3BB8",{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::aws:policy/AmazonElasticContainerRegistryPublicReadOnly"]]},{"Ref":"AWS::NoValue"}]}]',
    "IAM5[Resource::<clusterKubectlProviderHandler87A43F30.Arn>:*]",
    "L1",
  ]) {
    acknowledge(kubectl, finding, ofCdk);
  }
  // The one function behind all AwsCustomResources, whose name aws-cdk-lib makes of a fixed id.
  acknowledge(stack.node.findChild("AWS679f53fac002430cb0da5b7982bd2287"), lambdaRole, ofCdk);
}

/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json */
function ofLoadBalancers(stack: IConstruct): void {
  const elb = "arn:<AWS::Partition>:elasticloadbalancing:*:*";
  const resources = [
    "*",
    "arn:<AWS::Partition>:ec2:*:*:security-group/*",
    `${elb}:targetgroup/*/*`,
    ...["net", "app"].flatMap((kind) => [
      `${elb}:loadbalancer/${kind}/*/*`,
      `${elb}:listener/${kind}/*/*/*`,
      `${elb}:listener-rule/${kind}/*/*/*`,
    ]),
  ];
  for (const resource of resources) {
    acknowledge(
      stack.node.findChild("load-balancers"),
      `IAM5[Resource::${resource}]`,
      "The controller's published policy: it makes load balancers whose names nobody knows before, and changes only what has its cluster's tag",
    );
  }
}
