import { type StackProps, Tags } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import { PartStack } from "./part-stack.ts";

export interface NetworkStackProps extends StackProps {
  readonly network: Config["network"];
  /** Named, not looked up, so that a template needs no account to be made. */
  readonly zones: readonly string[];
  readonly logDays: number;
}

/** Private ways to what nodes, pods and the database's rotation talk to. */
const interfaceEndpoints = {
  sqs: ec2.InterfaceVpcEndpointAwsService.SQS,
  "ecr-api": ec2.InterfaceVpcEndpointAwsService.ECR,
  "ecr-docker": ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
  logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  monitoring: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  secrets: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  sts: ec2.InterfaceVpcEndpointAwsService.STS,
  eks: ec2.InterfaceVpcEndpointAwsService.EKS,
  "eks-auth": ec2.InterfaceVpcEndpointAwsService.EKS_AUTH,
  ec2: ec2.InterfaceVpcEndpointAwsService.EC2,
  autoscaling: ec2.InterfaceVpcEndpointAwsService.AUTOSCALING,
};

/** For the cost estimate. */
export const interfaceEndpointCount = Object.keys(interfaceEndpoints).length;

/** The VPC: load balancers in public subnets, nodes in private ones with a way out, the database in isolated ones. */
export class NetworkStack extends PartStack {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string, { network, zones, logDays, ...props }: NetworkStackProps) {
    super(scope, id, props);
    const bits = Number(network.cidr.split("/")[1]);
    this.vpc = new ec2.Vpc(this, "vpc", {
      ipAddresses: ec2.IpAddresses.cidr(network.cidr),
      availabilityZones: [...zones],
      natGateways: network.natGateways,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: "private", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: bits + 2 },
        { name: "public", subnetType: ec2.SubnetType.PUBLIC, cidrMask: bits + 5, mapPublicIpOnLaunch: false },
        { name: "database", subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: Math.min(bits + 8, 28) },
      ],
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    // By these the AWS Load Balancer Controller finds them.
    for (const subnet of this.vpc.publicSubnets) Tags.of(subnet).add("kubernetes.io/role/elb", "1");
    for (const subnet of this.vpc.privateSubnets) Tags.of(subnet).add("kubernetes.io/role/internal-elb", "1");
    this.vpc.addFlowLog("rejected", {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(new logs.LogGroup(this, "flow-logs", { retention: logDays })),
    });
    if (network.interfaceEndpoints) this.#addEndpoints();
  }

  #addEndpoints(): void {
    const securityGroup = new ec2.SecurityGroup(this, "endpoints", {
      vpc: this.vpc,
      description: "Private ways to AWS",
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(ec2.Peer.ipv4(this.vpc.vpcCidrBlock), ec2.Port.tcp(443), "HTTPS from within the VPC");
    for (const [name, service] of Object.entries(interfaceEndpoints)) {
      this.vpc.addInterfaceEndpoint(name, { service, securityGroups: [securityGroup], open: false });
    }
  }
}
