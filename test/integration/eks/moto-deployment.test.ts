import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { createS3Client, createSqsClient } from "@mediashare/core";
import { type Config, type Names, namesOf, type Template } from "@mediashare/eks";
import { expect } from "chai";
import { deployToMoto } from "../../support/cloudformation/deploy-to-moto.ts";
import { putLeftOut } from "../../support/cloudformation/put-left-out.ts";
import { type Lookups, resolve } from "../../support/cloudformation/resolve.ts";
import { importsOf, standIns } from "../../support/cloudformation/stand-ins.ts";
import { resourcesOf, synthesized, templateOf as templateOfExample } from "../../support/eks.ts";
import { type Moto, startMoto } from "../../support/moto.ts";

/** In the order in which they need each other. */
const deployed = ["queues", "storage", "identities", "observability"] as const;

describe("the templates of queues, storage, identities and observability, deployed into moto (access logs, log filters, topic policies and the budget stay out; database and distribution are names only)", function () {
  this.timeout(300_000);
  const templateOf = (part: string): Template => templateOfExample("small", part);
  let config: Config;
  let names: Names;
  let region: string;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const lookups = new Map<string, Lookups>();
  let moto: Moto;
  let clients: ReturnType<typeof open>;

  const open = (endpoint: string) => {
    const options = { region, endpoint, credentials };
    return {
      s3: createS3Client({ ...options, pathStyle: true }),
      sqs: createSqsClient(options),
      cloudWatch: new CloudWatchClient(options),
      cloudFormation: new CloudFormationClient(options),
      iam: new IAMClient(options),
    };
  };

  before(async function () {
    const started = await startMoto();
    if ("skipped" in started) {
      console.log(`      skipped: ${started.skipped}`);
      return this.skip();
    }
    moto = started;
    config = synthesized("small").config;
    names = namesOf(config);
    region = config.region;
    const place = { partition: "aws", region, account: config.account };
    clients = open(moto.endpoint);
    const known = new Set(deployed.flatMap((part) => exportsOf(templateOf(part))));
    const missing = deployed.flatMap((part) => importsOf(templateOf(part))).filter((name) => !known.has(name));
    expect(
      missing.filter((name) => !/-(database|delivery|cluster):/.test(name)),
      "what is imported from elsewhere",
    ).to.deep.equal([]);
    await deployToMoto(clients.cloudFormation, { stack: "stand-ins", template: standIns([...new Set(missing)]), place });
    for (const part of deployed) {
      const found = await deployToMoto(clients.cloudFormation, { stack: names.stack(part), template: templateOf(part), place });
      await putLeftOut(clients, templateOf(part), found);
      lookups.set(part, found);
    }
  });
  after(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    await moto?.stop();
  });

  describe("make buckets that", () => {
    it("encrypt and are closed to the public", async () => {
      for (const { Properties } of resourcesOf(templateOf("storage"), "AWS::S3::Bucket")) {
        const Bucket = Properties["BucketName"];
        const { ServerSideEncryptionConfiguration } = await clients.s3.send(new GetBucketEncryptionCommand({ Bucket }));
        expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).to.equal("AES256");
        const { PublicAccessBlockConfiguration } = await clients.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
        expect(Object.values(PublicAccessBlockConfiguration ?? {})).to.deep.equal([true, true, true, true]);
      }
    });

    it("keep what was deleted of the originals for a while, and cut off abandoned uploads after their expiry", async () => {
      const Bucket = names.originals;
      expect((await clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).to.equal("Enabled");
      const { Rules = [] } = await clients.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      const kept = Rules.map(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays ?? 0);
      expect(Math.max(...kept)).to.be.at.least(7);
      const days = Rules.flatMap(({ AbortIncompleteMultipartUpload: abort }) => abort?.DaysAfterInitiation ?? []);
      expect(
        days.every((each) => each > 7),
        "MEDIASHARE_UPLOAD_EXPIRY is 7 days",
      ).to.equal(true);
      expect(Rules.filter(({ Expiration }) => Expiration?.Days !== undefined || Expiration?.Date !== undefined)).to.deep.equal([]);
    });
  });

  it("make queues that give up to their dead-letter queues, encrypt, and hear nobody without TLS", async () => {
    for (const [queue, dead] of [
      [names.tasks, names.deadLetters],
      [names.storageEvents, names.storageEventsDead],
    ] as const) {
      const [attributes, deadAttributes] = [await attributesOf(queue), await attributesOf(dead)];
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(attributes.RedrivePolicy ?? "{}");
      expect(deadLetterTargetArn).to.equal(deadAttributes.QueueArn);
      expect(Number(maxReceiveCount)).to.be.greaterThan(4);
      for (const each of [attributes, deadAttributes]) {
        expect(each.SqsManagedSseEnabled).to.equal("true");
        expect(Number(each.MessageRetentionPeriod)).to.equal(14 * 24 * 3_600);
        const [deny] = JSON.parse(each.Policy ?? "{}").Statement;
        expect(deny).to.deep.include({ Effect: "Deny", Action: "sqs:*", Resource: each.QueueArn });
        expect(deny.Condition).to.deep.equal({ Bool: { "aws:SecureTransport": "false" } });
      }
    }
  });

  it("make a role for each identity, with the policy that the permissions' test judges, for pods only", async () => {
    const roles = resourcesOf(templateOf("identities"), "AWS::IAM::Role");
    expect(roles).to.have.length(4);
    for (const { Properties } of roles) {
      const { RoleName, Policies, AssumeRolePolicyDocument } = Properties;
      const [{ PolicyName, PolicyDocument } = { PolicyName: "", PolicyDocument: {} }] = Policies as {
        PolicyName: string;
        PolicyDocument: unknown;
      }[];
      const inline = await clients.iam.send(new GetRolePolicyCommand({ RoleName: RoleName as string, PolicyName }));
      expect(JSON.parse(decodeURIComponent(inline.PolicyDocument ?? ""))).to.deep.equal(
        resolve(PolicyDocument, lookups.get("identities") as Lookups),
      );
      const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: RoleName as string }));
      expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).to.deep.equal(AssumeRolePolicyDocument);
    }
  });

  it("make alarms that somebody hears, on queues that are there, and a dashboard that can be read", async () => {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms.length).to.be.at.least(4);
    for (const { AlarmName, AlarmActions = [], AlarmDescription } of MetricAlarms) {
      expect(AlarmActions, AlarmName).to.have.length(1);
      expect(AlarmActions[0], AlarmName).to.match(/^arn:aws:sns:/);
      expect(AlarmDescription, AlarmName).to.match(/\.$/);
    }
    const watched = MetricAlarms.flatMap(({ Dimensions = [] }) =>
      Dimensions.filter(({ Name }) => Name === "QueueName").map(({ Value }) => Value),
    );
    expect(watched).to.have.members([names.tasks, names.deadLetters, names.storageEventsDead]);
    for (const queue of watched) expect((await attributesOf(queue as string)).QueueArn).to.be.a("string");
    const { DashboardEntries = [] } = await clients.cloudWatch.send(new ListDashboardsCommand({}));
    const { DashboardBody } = await clients.cloudWatch.send(new GetDashboardCommand({ DashboardName: DashboardEntries[0]?.DashboardName }));
    expect(JSON.parse(DashboardBody ?? "").widgets.length).to.be.greaterThan(3);
  });

  async function attributesOf(name: string): Promise<Record<string, string>> {
    const QueueUrl = `${moto.endpoint}/${config.account}/${name}`;
    return (await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes ?? {};
  }
});

function exportsOf({ Outputs = {} }: Template): string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export ? [String(Export.Name)] : []));
}
