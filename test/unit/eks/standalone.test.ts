import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  AddonsStack,
  ApplicationStack,
  ClusterStack,
  type Config,
  DatabaseStack,
  DeliveryStack,
  EdgeAlarmsStack,
  EdgeStack,
  IdentitiesStack,
  type Names,
  NetworkStack,
  namesOf,
  ObservabilityStack,
  planNodeGroups,
  QueuesStack,
  RegistryStack,
  StorageStack,
  type Template,
} from "@mediashare/eks";
import { App, Stack } from "aws-cdk-lib";
import { Distribution } from "aws-cdk-lib/aws-cloudfront";
import { SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import { Cluster, KubectlProvider } from "aws-cdk-lib/aws-eks-v2";
import { OpenIdConnectProvider, Role } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DatabaseInstance } from "aws-cdk-lib/aws-rds";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { expect } from "chai";
import { resourcesOf, synthesized } from "../../support/eks.ts";

type Theirs = ReturnType<typeof importTheirs>;
interface Parts {
  readonly app: App;
  readonly config: Config;
  readonly names: Names;
  readonly theirs: Theirs;
}

const [account, region] = ["123456789012", "eu-west-1"];
const env = { account, region };
const edge = { account, region: "us-east-1" };

/** What somebody has already, made by other means. */
function importTheirs(app: App) {
  const stack = new Stack(app, "theirs", { env });
  const subnets = (kind: string) => ["1", "2"].map((index) => `subnet-${kind}${index}`);
  const vpc = Vpc.fromVpcAttributes(stack, "vpc", {
    vpcId: "vpc-1",
    vpcCidrBlock: "10.1.0.0/16",
    availabilityZones: ["eu-west-1a", "eu-west-1b"],
    publicSubnetIds: subnets("public"),
    privateSubnetIds: subnets("private"),
    isolatedSubnetIds: subnets("isolated"),
  });
  const role = (name: string) => Role.fromRoleName(stack, name, name);
  const queue = (name: string) => Queue.fromQueueArn(stack, name, `arn:aws:sqs:${region}:${account}:${name}`);
  return {
    vpc,
    cluster: Cluster.fromClusterAttributes(stack, "cluster", {
      clusterName: "theirs",
      clusterSecurityGroupId: "sg-cluster",
      vpc,
      prune: false,
      openIdConnectProvider: OpenIdConnectProvider.fromOpenIdConnectProviderArn(
        stack,
        "oidc",
        `arn:aws:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com/id/ABCDEF`,
      ),
      kubectlProvider: KubectlProvider.fromKubectlProviderAttributes(stack, "kubectl", {
        serviceToken: `arn:aws:lambda:${region}:${account}:function:kubectl`,
        role: role("kubectl-role"),
      }),
    }),
    database: DatabaseInstance.fromDatabaseInstanceAttributes(stack, "database", {
      instanceIdentifier: "theirs",
      instanceEndpointAddress: "theirs.example.org",
      port: 5432,
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, "database-group", "sg-database")],
    }),
    distribution: Distribution.fromDistributionAttributes(stack, "distribution", {
      distributionId: "E123",
      domainName: "d123.cloudfront.net",
    }),
    logGroup: LogGroup.fromLogGroupName(stack, "logs", "theirs"),
    queue,
    roles: { upload: role("upload"), worker: role("worker"), web: role("web"), operator: role("operator") },
  };
}

/** Each with the type of resource that it is there for. */
const alone: Readonly<Record<string, readonly [type: string, make: (parts: Parts) => Stack]>> = {
  network: [
    "AWS::EC2::VPC",
    ({ app, config }) => new NetworkStack(app, "alone", { env, network: config.network, zones: ["eu-west-1a", "eu-west-1b"], logDays: 7 }),
  ],
  registry: ["AWS::ECR::Repository", ({ app }) => new RegistryStack(app, "alone", { env, prefix: "photos" })],
  queues: ["AWS::SQS::Queue", ({ app, names }) => new QueuesStack(app, "alone", { env, names })],
  storage: ["AWS::S3::Bucket", ({ app, names, config }) => new StorageStack(app, "alone", { env, names, storage: config.storage })],
  edge: ["AWS::WAFv2::WebACL", ({ app, names }) => new EdgeStack(app, "alone", { env: edge, names, firewall: true })],
  delivery: [
    "AWS::CloudFront::Distribution",
    ({ app, names, config }) => new DeliveryStack(app, "alone", { env, names, delivery: config.delivery, webHost: config.site.webHost }),
  ],
  identities: ["AWS::IAM::Role", ({ app, names }) => new IdentitiesStack(app, "alone", { env, names, workerGroups: ["media"] })],
  database: [
    "AWS::RDS::DBInstance",
    ({ app, names, config, theirs }) =>
      new DatabaseStack(app, "alone", { env, names, database: config.database, vpc: theirs.vpc, production: false, logDays: 7 }),
  ],
  cluster: [
    "AWS::EKS::Cluster",
    ({ app, names, config, theirs }) =>
      new ClusterStack(app, "alone", {
        env,
        names,
        cluster: config.cluster,
        serviceCidr: config.network.serviceCidr,
        vpc: theirs.vpc,
        nodeGroups: planNodeGroups(config),
        production: false,
      }),
  ],
  addons: [
    "Custom::AWSCDK-EKS-HelmChart",
    ({ app, names, theirs }) => new AddonsStack(app, "alone", { env, names, cluster: theirs.cluster, secrets: [names.authSecret] }),
  ],
  application: [
    "Custom::AWSCDK-EKS-KubernetesResource",
    ({ app, names, config, theirs }) =>
      new ApplicationStack(app, "alone", {
        env,
        names,
        config,
        cluster: theirs.cluster,
        database: theirs.database,
        roles: theirs.roles,
        deliveryKeySecret: "theirs",
        connections: {
          repository: "registry.example.org/mediashare",
          originals: "their-originals",
          renditions: "their-renditions",
          queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/theirs",
          deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/theirs-dead",
          storageEventsUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/their-events",
          deliveryHost: "d123.cloudfront.net",
          keyPairId: "K2JCJMDEHXQW5F",
        },
      }),
  ],
  observability: [
    "AWS::CloudWatch::Alarm",
    ({ app, names, config, theirs }) =>
      new ObservabilityStack(app, "alone", {
        env,
        names,
        namespace: config.namespace,
        alerts: config.alerts,
        budget: config.budget,
        tasks: theirs.queue("tasks"),
        deadLetters: theirs.queue("tasks-dead"),
        storageEventsDead: theirs.queue("events-dead"),
        database: theirs.database,
        distribution: theirs.distribution,
        podLogs: theirs.logGroup,
      }),
  ],
  edgeAlarms: [
    "AWS::CloudWatch::Alarm",
    ({ app, names, config, theirs }) =>
      new EdgeAlarmsStack(app, "alone", { env: edge, names, alerts: config.alerts, distribution: theirs.distribution }),
  ],
};

describe("each stack by itself", () => {
  for (const [part, [type, make]] of Object.entries(alone)) {
    it(`${part} is made in an app of somebody else, with what they have`, () => {
      const { config } = synthesized("small");
      const outdir = mkdtempSync(join(tmpdir(), "mediashare-alone-"));
      try {
        const app = new App({
          outdir,
          analyticsReporting: false,
          builtinCloudFormationValidation: false,
          context: { "aws:cdk:disable-asset-staging": true },
        });
        const made = make({ app, config, names: namesOf(config), theirs: importTheirs(app) });
        const assembly = app.synth();
        const template = assembly.getStackArtifact(made.artifactId).template as Template;
        expect(resourcesOf(template, type)).to.not.have.length(0);
        expect(JSON.stringify(template), "what only another stack of ours has").to.not.match(/Fn::ImportValue|Fn::GetStackOutput/);
        expect(Object.keys(assembly.getStackByName("theirs").template.Resources ?? {}), "what it puts into others").to.deep.equal([]);
      } finally {
        rmSync(outdir, { recursive: true });
      }
    });
  }

  it("all are tried", () => {
    const { templates } = synthesized("production");
    const known = Object.keys(alone).map((part) => part.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`));
    expect(known).to.have.members([...templates.keys(), "registry"]);
  });

  it("the example of two of them runs, without credentials", async () => {
    const outdir = await mkdtemp(join(tmpdir(), "mediashare-apart-"));
    try {
      const example = fileURLToPath(new URL("../../../eks/examples/buckets-and-queues.ts", import.meta.url));
      await promisify(execFile)(process.execPath, [example], { env: { PATH: process.env["PATH"], CDK_OUTDIR: outdir } });
      const templates = (await readdir(outdir)).filter((name) => name.endsWith(".template.json"));
      expect(templates).to.have.members(["photos-queues.template.json", "photos-storage.template.json"]);
    } finally {
      await rm(outdir, { recursive: true });
    }
  });
});
