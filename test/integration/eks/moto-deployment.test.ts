import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
} from "@aws-sdk/client-cloudwatch";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { cloudWatchMetrics } from "@mediashare/contract";
import { createS3Client, createSqsClient, openStores, SqsTaskQueue } from "@mediashare/core";
import { type Config, type Names, namesOf, type Template } from "@mediashare/eks";
import { expect } from "chai";
import { deployToMoto } from "../../support/cloudformation/deploy-to-moto.ts";
import { putLeftOut } from "../../support/cloudformation/put-left-out.ts";
import { type Lookups, resolve } from "../../support/cloudformation/resolve.ts";
import { importsOf, standIns } from "../../support/cloudformation/stand-ins.ts";
import { type DatedMultiparts, startDatedMultiparts } from "../../support/dated-multiparts.ts";
import { type Deployment, startDeployment } from "../../support/deployment.ts";
import { resourcesOf, synthesized, templateOf as templateOfExample } from "../../support/eks.ts";
import { runJourneys } from "../../support/iam/fleet-journeys.ts";
import { type Moto, motoCredentials, startMoto } from "../../support/moto.ts";

/** In the order in which they need each other. */
const deployed = ["queues", "storage", "identities", "observability"] as const;

describe("the templates of queues, storage, identities and observability, deployed into moto (access logs, log filters, policies of buckets and topics, and the budget stay out; database and distribution are names only)", function () {
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

  describe("and the fleets on them", () => {
    let deployment: Deployment;
    let s3: DatedMultiparts;

    before(async () => {
      const url = (name: string) => `${moto.endpoint}/${config.account}/${name}`;
      s3 = await startDatedMultiparts(moto.endpoint);
      deployment = await startDeployment({
        MEDIASHARE_STORAGE: "s3",
        MEDIASHARE_S3_PATH_STYLE: "true",
        MEDIASHARE_S3_ENDPOINT: s3.endpoint,
        MEDIASHARE_REGION: region,
        MEDIASHARE_ORIGINALS_BUCKET: names.originals,
        MEDIASHARE_RENDITIONS_BUCKET: names.renditions,
        MEDIASHARE_QUEUE_URL: url(names.tasks),
        MEDIASHARE_DEAD_LETTER_QUEUE_URL: url(names.deadLetters),
        MEDIASHARE_STORAGE_EVENTS_QUEUE_URL: url(names.storageEvents),
        MEDIASHARE_QUEUE_ENDPOINT: moto.endpoint,
        MEDIASHARE_AWS_ENDPOINT: moto.endpoint,
        MEDIASHARE_PIPELINE: names.pipeline,
        MEDIASHARE_UPLOAD_PART_SIZE: "5MiB",
        ...motoCredentials,
      });
    });
    after(async () => {
      await deployment?.stop();
      await s3?.stop();
    });

    it("take files in by form, tus and the inbox, of which S3 tells them itself; process, hand out and delete them", async () => {
      const uploads = [await deployment.start("upload"), await deployment.start("upload")] as const;
      const [web, worker] = await Promise.all([deployment.start("web"), deployment.start("worker")]);
      if (!web || !worker) throw new Error("They have started.");
      const buckets = { originalsBucket: names.originals, renditionsBucket: names.renditions };
      const { originals } = openStores({ kind: "s3", region, endpoint: s3.endpoint, pathStyle: true, credentials, ...buckets });
      const [tasks, deadLetters] = [names.tasks, names.deadLetters].map(
        (name) => new SqsTaskQueue(clients.sqs, `${moto.endpoint}/${config.account}/${name}`),
      ) as [SqsTaskQueue, SqsTaskQueue];
      await runJourneys({ db: deployment.db, uploads, web, originals, tasks, deadLetters, tell: undefined });
      worker.kill("SIGTERM");
      await worker.exited;
    });

    it("leave originals that were deleted as versions, which can be had back", async () => {
      const prefix = { Bucket: names.originals, Prefix: "originals/" };
      const { Versions = [], DeleteMarkers = [] } = await clients.s3.send(new ListObjectVersionsCommand(prefix));
      const deleted = DeleteMarkers.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key);
      expect(deleted).to.not.have.length(0);
      for (const key of deleted) expect(Versions.map(({ Key }) => Key)).to.include(key);
    });

    it("write encrypted objects", async () => {
      const rendition = await deployment.db("rendition").first("key");
      const head = await clients.s3.send(new HeadObjectCommand({ Bucket: names.renditions, Key: rendition?.key }));
      expect(head.ServerSideEncryption).to.equal("AES256");
    });

    it("tell CloudWatch what tasks took, under the pipeline that the operator looks for", async () => {
      const { Metrics = [] } = await clients.cloudWatch.send(new ListMetricsCommand({ Namespace: cloudWatchMetrics.namespace }));
      expect(Metrics.flatMap(({ Dimensions = [] }) => Dimensions.map(({ Value }) => Value))).to.include(names.pipeline);
    });
  });

  async function attributesOf(name: string): Promise<Record<string, string>> {
    const QueueUrl = `${moto.endpoint}/${config.account}/${name}`;
    return (await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes ?? {};
  }
});

function exportsOf({ Outputs = {} }: Template): string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export ? [String(Export.Name)] : []));
}
