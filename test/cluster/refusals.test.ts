import { renderCrd } from "@mediashare/api";
import { expect } from "chai";
import { type Bed, region, startBed, type TestQueue } from "../support/cluster/bed.ts";
import type { OperatorProcess } from "../support/cluster/operator-process.ts";
import { PipelineProbe } from "../support/cluster/pipeline-probe.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";

const namespace = "gallery";
const queue = { url: "https://sqs.eu-west-1.amazonaws.com/1/tasks", deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/1/dead" };
const onDemand = { name: "a", cluster: "media", capacityType: "OnDemand", max: 2 };
const spotGroup = { name: "b", cluster: "media", capacityType: "Spot", max: 2 };
const workers = (scaling: object): object => ({ worker: { scaling } });

/** What people get wrong, and what the API server says of it. */
const invalid: readonly (readonly [what: string, part: object, says: RegExp])[] = [
  ["no fleet", { upload: undefined }, /the pipeline has no fleet; write at least one of upload, worker and web/],
  [
    "ingress without the web fleet",
    { upload: {}, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } },
    /add both fleets or leave ingress out/,
  ],
  [
    "one host for both",
    { upload: {}, web: {}, ingress: { webHost: "a.example.org", uploadHost: "a.example.org" } },
    /webHost and uploadHost are the same/,
  ],
  [
    "two kinds of certificate",
    { upload: {}, web: {}, ingress: { webHost: "a.org", uploadHost: "b.org", certificateArn: "arn:aws:acm", tlsSecretName: "tls" } },
    /write certificateArn \(class alb\) or tlsSecretName \(other classes\), not both/,
  ],
  ["fleets that people use, without the secret of accounts", { upload: {}, auth: undefined }, /need auth\.secretRef: the name of a Secret/],
  [
    "an identity provider without TLS",
    { web: {}, auth: { secretRef: { name: "a" }, oidc: { issuer: "http://login.org", clientId: "c", clientSecretRef: { name: "c" } } } },
    /spec\.auth\.oidc\.issuer: Invalid value/,
  ],
  ["one queue for both", { queue: { url: queue.url, deadLetterUrl: queue.url } }, /url and deadLetterUrl name the same queue/],
  [
    "two edges",
    { delivery: { domain: "a.org", url: "https://b.org", keyPairId: "K", privateKeyRef: { name: "k" } } },
    /write either domain \(a CloudFront distribution's\) or url \(another edge's\)/,
  ],
  [
    "min above max",
    workers({ min: 3, max: 2 }),
    /spec\.worker\.scaling: Invalid value: .*min is greater than max; write a min of at most max/,
  ],
  ["a fleet's min above its max", { upload: { scaling: { min: 3, max: 2, metric: { cpuUtilization: 60 } } } }, /min is greater than max/],
  [
    "two metrics",
    { upload: { scaling: { metric: { cpuUtilization: 60, requestCountPerTarget: 9 } } } },
    /write either requestCountPerTarget or cpuUtilization/,
  ],
  ["no metric", { web: { scaling: { metric: {} } } }, /write either requestCountPerTarget or cpuUtilization/],
  ["a drain target too short", workers({ drainTarget: "1s" }), /write a duration from 5s to 24h/],
  ["no duration", workers({ drainTarget: "2 minutes" }), /spec\.worker\.scaling\.drainTarget: Invalid value/],
  ["a scale-down delay too long", workers({ scaleDownDelay: "2h" }), /write a duration from 0s to 1h/],
  ["a fallback too short", { worker: { spot: { fallbackAfter: "1s" } } }, /write a duration from 5s to 1h/],
  [
    "a base without an on-demand group",
    { worker: { nodeGroups: [spotGroup], spot: { onDemandBase: 1 } } },
    /spot\.onDemandBase needs a node group of capacityType OnDemand; add one, or write onDemandBase: 0/,
  ],
  [
    "a base larger than its groups",
    { worker: { nodeGroups: [onDemand, spotGroup], spot: { onDemandBase: 3 } } },
    /no on-demand node group is large enough for spot\.onDemandBase; raise its max or lower onDemandBase/,
  ],
  ["a node group's min above its max", { worker: { nodeGroups: [{ ...onDemand, min: 3 }] } }, /min is greater than max/],
  ["one node group twice", { worker: { nodeGroups: [onDemand, onDemand] } }, /Duplicate value/],
  ["a foreign variable", { upload: { env: [{ name: "PATH", value: "/" }] } }, /spec\.upload\.env\[0\]\.name: Invalid value/],
  ["an unknown mode", workers({ mode: "Manual" }), /Unsupported value: "Manual": supported values: "Auto", "Observe", "Paused"/],
];

const tooLong = /write a name of at most 40 characters/;

describe("what the API server and the operator refuse", function () {
  this.timeout(120_000);
  let bed: Bed;
  let operator: OperatorProcess;

  const probe = (name: string): PipelineProbe => new PipelineProbe(bed.kube, namespace, name, () => (operator ? [operator] : []));
  const refusal = (name: string, part: object): Promise<string> =>
    probe(name)
      .create(part)
      .then(
        () => expect.fail("it was taken"),
        (error: Error) => error.message,
      );

  before(async function () {
    const reason = whyNoControlPlane();
    if (reason) this.skip();
    this.timeout(1_200_000);
    bed = await startBed();
    await bed.createNamespace(namespace);
  });

  after(async () => {
    await bed?.stop();
  });

  for (const [what, part, says] of invalid) {
    it(`refuses ${what}, and says what to write`, async () => {
      expect(await refusal("wrong", { upload: {}, ...part })).to.match(says);
    });
  }

  it("refuses another queue for a pipeline that has one", async () => {
    const kept = probe("kept");
    await kept.create({ upload: {} });
    const change = (part: object): Promise<string> => kept.patch({ queue: part }).then(String, (error: Error) => error.message);
    expect(await change({ url: `${queue.url}-2` })).to.match(/the queue of a pipeline cannot be changed; make a second MediaPipeline/);
    expect(await change({ deadLetterUrl: `${queue.url}-2` })).to.match(/the dead-letter queue of a pipeline cannot be changed/);
    await kept.delete();
  });

  it("refuses a name that is too long, and says what to write", async () => {
    expect(await refusal("p".repeat(41), { upload: {} })).to.match(tooLong);
  });

  it("has tried every rule of the CRD", () => {
    const rules = messagesIn(renderCrd());
    expect(rules.length).to.be.greaterThan(10);
    const said = [
      ...invalid.map(([, , says]) => says),
      tooLong,
      /queue of a pipeline cannot be changed/,
      /dead-letter queue of a pipeline/,
    ];
    const untried = rules.filter((message) => !said.some((says) => new RegExp(says.source.split(".*").at(-1) as string).test(message)));
    expect(untried).to.deep.equal([]);
  });

  describe("in a cluster where much is missing", () => {
    let photos: TestQueue;
    let fine: PipelineProbe;

    before(async () => {
      photos = await bed.createQueue("photos");
      await bed.cloud.addGroup({ cluster: "media", name: "untagged", capacityType: "Spot", max: 5 });
      await bed.cloud.addGroup({ cluster: "media", name: "foreign", capacityType: "Spot", max: 5, owner: "gallery/other" });
      await bed.cloud.addGroup({
        ...{ cluster: "media", name: "discovered", capacityType: "Spot", max: 5, owner: "gallery/discovered" },
        tags: { "k8s.io/cluster-autoscaler/enabled": "true" },
      });
      operator = await bed.startOperator();
      fine = probe("fine");
      await fine.create({ ...urls(photos), upload: {}, worker: {} });
      await fine.untilCondition("Ready", "True FleetsAvailable");
    });

    const urls = ({ url, deadLetterUrl }: TestQueue): object => ({ region, queue: { url, deadLetterUrl } });
    const faulty = async (name: string, part: object): Promise<PipelineProbe> => {
      const pipeline = probe(name);
      await pipeline.create({ ...urls(photos), ...part });
      return pipeline;
    };
    const groups = (name: string): object => ({
      worker: { scaling: { min: 1 }, nodeGroups: [{ name, cluster: "media", capacityType: "Spot", max: 5 }] },
    });
    const untilSaid = async (pipeline: PipelineProbe, type: string, reason: string, says: RegExp): Promise<void> => {
      await pipeline.untilCondition(type, reason, 30_000);
      expect(await pipeline.messageOf(type)).to.match(says);
      const [, cause = ""] = reason.split(" ");
      await pipeline.until("an Event", async () => (await pipeline.events()).some((event) => event.startsWith(`Warning ${cause}: `)));
    };

    it("names a Secret that is missing, and goes on when it comes", async () => {
      const pipeline = await faulty("secretless", { upload: {}, database: { secretRef: { name: "late" } } });
      await untilSaid(
        pipeline,
        "Degraded",
        "True SecretMissing",
        /There is no Secret late in gallery \(spec\.database\.secretRef\); create it with the key url\./,
      );
      await bed.kube.create(`/api/v1/namespaces/${namespace}/secrets`, {
        metadata: { name: "late" },
        stringData: { url: "postgres://db" },
      });
      await pipeline.untilCondition("Degraded", "False AsExpected");
    });

    it("names the Secret of the identity provider's client that is missing", async () => {
      const oidc = { issuer: "https://login.example.org/", clientId: "site", clientSecretRef: { name: "nowhere" } };
      const pipeline = await faulty("clientless", { web: {}, auth: { secretRef: { name: "photos-auth" }, oidc } });
      const says = /There is no Secret nowhere in gallery \(spec\.auth\.oidc\.clientSecretRef\); create it with the key clientSecret\./;
      await untilSaid(pipeline, "Degraded", "True SecretMissing", says);
    });

    it("names the Secret of the mail server that is missing", async () => {
      const mail = { urlRef: { name: "nowhere" }, from: "photos@example.org" };
      const pipeline = await faulty("mailless", { web: {}, auth: { secretRef: { name: "photos-auth" } }, mail });
      const says = /There is no Secret nowhere in gallery \(spec\.mail\.urlRef\); create it with the key url\./;
      await untilSaid(pipeline, "Degraded", "True SecretMissing", says);
    });

    it("names a key that a Secret lacks", async () => {
      const pipeline = await faulty("keyless", { upload: {}, database: { secretRef: { name: "photos-db", key: "dsn" } } });
      await untilSaid(pipeline, "Degraded", "True SecretKeyMissing", /photos-db \(spec\.database\.secretRef\) has no key dsn; add it/);
    });

    it("names a queue that is unknown", async () => {
      const url = `${photos.url}-unknown`;
      const pipeline = await faulty("queueless", { queue: { url, deadLetterUrl: photos.deadLetterUrl }, worker: {} });
      await untilSaid(pipeline, "ScalingActive", "False QueueNotFound", /there is no such queue; correct spec\.queue\.url or spec\.region/);
    });

    it("names a node group that is unknown", async () => {
      await untilSaid(await faulty("groupless", groups("nowhere")), "ScalingActive", "False NotFound", /does not exist; correct its name/);
    });

    it("leaves a node group alone that nobody marked, and says how to", async () => {
      const says = /left alone: run aws autoscaling create-or-update-tags .*Value=gallery\/untagged,/;
      await untilSaid(await faulty("untagged", groups("untagged")), "ScalingActive", "False NodeGroupNotTagged", says);
      expect(await bed.cloud.desired("untagged")).to.equal(0);
    });

    it("leaves a node group alone that is another pipeline's", async () => {
      const says = /belongs to the pipeline gallery\/other .* two pipelines cannot share a node group/;
      await untilSaid(await faulty("thief", groups("foreign")), "ScalingActive", "False NodeGroupOfAnotherPipeline", says);
      expect(await bed.cloud.desired("foreign")).to.equal(0);
    });

    it("leaves a node group alone that Cluster Autoscaler finds", async () => {
      const says = /run aws autoscaling delete-tags .*Key=k8s\.io\/cluster-autoscaler\/enabled/;
      await untilSaid(await faulty("discovered", groups("discovered")), "ScalingActive", "False ClusterAutoscalerDiscovery", says);
      expect(await bed.cloud.desired("discovered")).to.equal(0);
    });

    it("says which permission it lacks", async () => {
      bed.proxy.deny(["sqs"]);
      const says = /allow sqs:GetQueueAttributes on http\S+ in the IAM role of its service account/;
      await untilSaid(await faulty("forbidden", { worker: {} }), "ScalingActive", "False AccessDenied", says);
      bed.proxy.deny([]);
    });

    it("does not let the others suffer", async () => {
      await fine.untilCondition("ScalingActive", "True Deciding", 30_000);
      expect(await fine.condition("Ready")).to.equal("True FleetsAvailable");
      expect(await fine.condition("Degraded")).to.equal("False AsExpected");
      await photos.send(30);
      await fine.until("workers", async () => (await fine.replicas("worker")) > 0);
    });
  });
});

/** Of every CEL rule, at any depth. */
function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "x-kubernetes-validations" ? (part as { message: string }[]).map(({ message }) => message) : messagesIn(part),
  );
}
