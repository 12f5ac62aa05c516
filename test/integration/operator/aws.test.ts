import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeNodegroupCommand } from "@aws-sdk/client-eks";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import {
  type Actuators,
  AwsRegions,
  CORDONED_BY,
  createActuators,
  createReadings,
  DELETION_COST,
  type Readings,
  type ScaledPipeline,
  WorkerClient,
} from "@mediashare/controller";
import { createPutTaskSeconds } from "@mediashare/worker";
import { expect } from "chai";
import { v7 as newId } from "uuid";
import { FakeKube } from "../../support/fake-kube.ts";
import { aNode, aPod } from "../../support/kube-objects.ts";
import { type Moto, motoCredentials, startMoto } from "../../support/moto.ts";
import { createNodeGroup, readCapacity, tagGroup } from "../../support/moto-groups.ts";
import { startWorkerPages, type WorkerPages } from "../../support/worker-pages.ts";

const region = "eu-west-1";
const cluster = "media";
const minuteMs = 60_000;

describe("the operator's readings and actuators, with moto as AWS", function () {
  this.timeout(400_000);
  let moto: Moto;
  let aws: AwsRegions;
  let pages: WorkerPages;
  let workers: WorkerClient;
  let kube: FakeKube;
  let readings: Readings;
  let actuators: Actuators;
  let offsetMs: number;
  const environment = { ...process.env };

  before(async function () {
    const started = await startMoto();
    if ("skipped" in started) {
      console.warn(started.skipped);
      return this.skip();
    }
    moto = started;
    Object.assign(process.env, motoCredentials);
    aws = new AwsRegions(moto.endpoint);
    pages = await startWorkerPages();
    workers = new WorkerClient(pages.port);
  });
  after(async () => {
    process.env = environment;
    workers?.close();
    aws?.destroy();
    await pages?.stop();
    await moto?.stop();
  });
  beforeEach(() => {
    offsetMs = 0;
    kube = new FakeKube();
    const now = (): number => Date.now() + offsetMs;
    readings = createReadings({ kube, aws, workers, now });
    actuators = createActuators({ kube, aws, workers, now });
  });

  const clients = () => aws.in(region);
  const ownerTag = (pipeline: ScaledPipeline) => ({ "mediashare.dev/pipeline": `default/${pipeline.metadata.name}` });
  const nodePath = (name: string): string => `/api/v1/nodes/${name}`;
  const podPath = (name: string): string => `/api/v1/namespaces/default/pods/${name}`;

  async function aPipeline(worker: Partial<NonNullable<ScaledPipeline["spec"]["worker"]>> = {}): Promise<ScaledPipeline> {
    const name = `p${newId().slice(-12)}`;
    const { QueueUrl = "" } = await clients().sqs.send(new CreateQueueCommand({ QueueName: `${name}-tasks` }));
    for (const fleet of ["worker", "web", "upload"]) {
      kube.put(`/apis/apps/v1/namespaces/default/deployments/${name}-${fleet}`, { metadata: { name }, spec: { replicas: 2 } });
    }
    return {
      metadata: { name, namespace: "default" },
      spec: {
        region,
        queue: { url: QueueUrl },
        worker: { scaling: { max: 20 }, resources: { requests: { cpu: "1", memory: "1Gi" } }, ...worker },
      },
    };
  }

  function addWorker(pipeline: ScaledPipeline, name: string, options: { address: string; tasks: number; node?: string; ready?: boolean }) {
    const labels = { "app.kubernetes.io/instance": pipeline.metadata.name, "app.kubernetes.io/component": "worker" };
    const { address, tasks, node, ready = true } = options;
    kube.put(podPath(name), aPod({ name, labels, podIp: address, ready, ...(node !== undefined && { node }) }));
    pages.say(address, tasks);
  }

  function addNode(group: string, instance: string, options: Partial<Parameters<typeof aNode>[0]> = {}): void {
    kube.put(nodePath(`node-${instance}`), aNode({ name: `node-${instance}`, instance, group, ...options }));
  }

  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => "done",
      (error: { code?: string }) => error.code,
    );

  describe("work", () => {
    it("reads the queue's counts, the workers' weighted mean and every worker's state", async () => {
      const pipeline = await aPipeline();
      const { url } = pipeline.spec.queue;
      for (let message = 0; message < 3; message++)
        await clients().sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "task" }));
      await clients().sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
      const put = createPutTaskSeconds({ pipeline: `default/${pipeline.metadata.name}`, region, endpoint: moto.endpoint });
      await put({ sampleCount: 9, sum: 18, minimum: 1, maximum: 3 }, AbortSignal.timeout(5_000));
      await put({ sampleCount: 1, sum: 12, minimum: 12, maximum: 12 }, AbortSignal.timeout(5_000));
      addWorker(pipeline, "w1", { address: "127.5.0.1", tasks: 0 });
      addWorker(pipeline, "w2", { address: "127.5.0.2", tasks: 1 });
      offsetMs = minuteMs;
      const { observation, faults } = await readings.observe(pipeline);
      expect(faults).to.deep.equal([]);
      expect(observation.worker?.queue?.value).to.deep.equal({ visible: 2, inFlight: 1 });
      expect(observation.worker?.meanTaskSeconds?.value).to.equal(3);
      expect(Date.now() + offsetMs - (observation.worker?.meanTaskSeconds?.takenAtMs ?? 0)).to.be.within(0, minuteMs + 10_000);
      expect(observation.worker?.workers?.value).to.deep.equal({
        asked: 2,
        members: [
          { name: "w1", state: "idle" },
          { name: "w2", state: "busy" },
        ],
      });
    });

    it("takes a missing queue for unknown, says what to do, and reads the rest", async () => {
      const pipeline = await aPipeline();
      const gone = { ...pipeline, spec: { ...pipeline.spec, queue: { url: `${pipeline.spec.queue.url}-gone` } } };
      const { observation, faults } = await readings.observe(gone);
      expect(observation.worker?.queue).to.equal(null);
      expect(observation.worker?.meanTaskSeconds).to.equal(null);
      expect(observation.worker?.workers?.value.asked).to.equal(2);
      expect(faults.map(({ what, reason }) => ({ what, reason }))).to.deep.equal([{ what: "queue", reason: "QueueNotFound" }]);
      expect(faults[0]?.message).to.include("spec.queue.url");
    });

    it("takes a server that does not answer for unknown", async () => {
      const away = createReadings({ kube, aws: new AwsRegions("http://127.0.0.1:1"), workers, now: Date.now });
      const { observation, faults } = await away.observe(await aPipeline());
      expect(observation.worker?.queue).to.equal(null);
      expect(faults.map(({ what, reason }) => `${what} ${reason}`)).to.deep.equal([
        "meanTaskSeconds Unreachable",
        "oldestMessage Unreachable",
        "queue Unreachable",
      ]);
    });

    it("takes a forbidden list of pods for unknown workers", async () => {
      kube.refuse("list /api/v1/namespaces/default/pods", 403);
      const { observation, faults } = await readings.observe(await aPipeline());
      expect(observation.worker?.workers).to.equal(null);
      expect(faults[0]?.message).to.include("list pods in default").and.include("ClusterRole");
    });
  });

  describe("fleets", () => {
    it("reads the requests of the last full minute, over the pods of then", async () => {
      const pipeline = await aPipeline();
      const targetGroup = `targetgroup/web/${pipeline.metadata.name}`;
      kube.put("/apis/elbv2.k8s.aws/v1beta1/namespaces/default/targetgroupbindings/web", {
        metadata: { name: "web" },
        spec: {
          serviceRef: { name: `${pipeline.metadata.name}-web` },
          targetGroupARN: `arn:aws:elasticloadbalancing:${region}:1:${targetGroup}`,
        },
      });
      const labels = { "app.kubernetes.io/instance": pipeline.metadata.name, "app.kubernetes.io/component": "web" };
      for (const name of ["web-1", "web-2"]) kube.put(podPath(name), aPod({ name, labels }));
      await clients().cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: "AWS/ApplicationELB",
          MetricData: [
            {
              MetricName: "RequestCountPerTarget",
              Dimensions: [{ Name: "TargetGroup", Value: targetGroup }],
              Timestamp: new Date(),
              Value: 450,
            },
          ],
        }),
      );
      const { worker: _worker, ...spec } = pipeline.spec;
      const web = { ...pipeline, spec: { ...spec, web: { scaling: { metric: { requestCountPerTarget: 600 } } } } };
      offsetMs = minuteMs;
      const { observation, faults } = await readings.observe(web);
      expect(faults).to.deep.equal([]);
      expect(observation.worker).to.equal(undefined);
      expect(observation.fleets?.web?.asked?.value).to.equal(2);
      expect(observation.fleets?.web?.load?.value).to.deep.equal({ perTarget: 450, targets: 2 });
    });

    it("says what to install or set where the load cannot be read", async () => {
      const { worker: _worker, ...spec } = (await aPipeline()).spec;
      const pipeline = {
        metadata: { name: "bare", namespace: "default" },
        spec: {
          ...spec,
          web: { scaling: { metric: { requestCountPerTarget: 600 } } },
          upload: { scaling: { metric: { cpuUtilization: 60 } } },
        },
      };
      kube.refuse("list /apis/metrics.k8s.io", 404);
      kube.refuse("list /apis/elbv2.k8s.aws", 404);
      const { faults } = await readings.observe(pipeline);
      expect(faults.find(({ what }) => what === "web load")).to.include({ reason: "TargetGroupUnknown" });
      expect(faults.find(({ what }) => what === "upload load")).to.include({ reason: "MetricsApiMissing" });
      expect(faults.find(({ what }) => what === "web")).to.include({ reason: "NotFound" });
    });
  });

  describe("node groups", () => {
    const claim = (name: string, more: object = {}) => ({ name, cluster, capacityType: "Spot", min: 0, max: 4, ...more }) as const;

    async function aNodeGroup(options: Partial<Parameters<typeof createNodeGroup>[1]> = {}, more: object = {}) {
      const name = `g${newId().slice(-12)}`;
      const pipeline = await aPipeline({ nodeGroups: [claim(name, more)] });
      const group = await createNodeGroup(clients(), { cluster, name, tags: ownerTag(pipeline), ...options });
      return { name, pipeline, group };
    }

    it("joins instances with nodes, and plans workers by instance type while none is live", async () => {
      const { name, pipeline, group } = await aNodeGroup({ desired: 2 });
      const before = await readings.observe(pipeline);
      expect(before.faults).to.deep.equal([]);
      const state = before.observation.worker?.nodeGroups?.[name]?.value;
      expect(state?.desiredNodes).to.equal(2);
      expect(state?.nodes.map(({ state: each }) => each)).to.deep.equal(["booting", "booting"]);
      // m5.xlarge: 4 CPUs less EKS's 80m.
      expect(state?.workersPerNode).to.equal(3);

      const { instances } = await readCapacity(clients(), group);
      addNode(name, instances[0] ?? "", { allocatable: { cpu: "2500m", memory: "8Gi", pods: "20" } });
      offsetMs = 5_000;
      const after = (await readings.observe(pipeline)).observation.worker?.nodeGroups?.[name]?.value;
      expect(after?.nodes.map(({ state: each }) => each).sort()).to.deep.equal(["booting", "ready"]);
      expect(after?.workersPerNode).to.equal(2);
    });

    it("leaves a group alone that is not tagged, is another's, is Cluster Autoscaler's, or does not exist", async () => {
      const cases = [
        { options: { tags: {} }, reason: "NodeGroupNotTagged" },
        { options: { tags: { "mediashare.dev/pipeline": "default/other" } }, reason: "NodeGroupOfAnotherPipeline" },
        { options: { capacityType: "ON_DEMAND" as const }, reason: "CapacityTypeDiffers" },
        { options: {}, tags: { "k8s.io/cluster-autoscaler/enabled": "true" }, reason: "ClusterAutoscalerDiscovery" },
      ];
      for (const { options, tags, reason } of cases) {
        const { name, pipeline, group } = await aNodeGroup({ desired: 1, ...options });
        if (tags) await tagGroup(clients(), group, tags);
        const { observation, faults } = await readings.observe(pipeline);
        expect(observation.worker?.nodeGroups?.[name]).to.equal(null);
        expect(faults.map(({ what, reason: why }) => `${what} ${why}`)).to.deep.equal([`nodeGroup ${name} ${reason}`]);
        expect((await actuators.nodeGroupFaults(pipeline)).map((fault) => fault.reason)).to.deep.equal([reason]);
        const raise = actuators.run(pipeline, { type: "raiseNodeGroup", group: name, from: 1, to: 3 });
        expect(await codeOf(raise)).to.equal(reason);
        await actuators.releaseNodeGroups(pipeline);
        expect((await readCapacity(clients(), group)).desired).to.equal(1);
      }
      const missing = await aPipeline({ nodeGroups: [claim("missing")] });
      expect((await actuators.nodeGroupFaults(missing))[0]).to.include({ what: "nodeGroup missing", reason: "NotFound" });
      await actuators.releaseNodeGroups(missing);
    });

    it("raises a group, however often it is asked, and never above max", async () => {
      const { name, pipeline, group } = await aNodeGroup({ max: 10 });
      for (const to of [3, 3]) await actuators.run(pipeline, { type: "raiseNodeGroup", group: name, from: 0, to });
      expect((await readCapacity(clients(), group)).desired).to.equal(3);
      offsetMs = 5_000;
      await actuators.run(pipeline, { type: "raiseNodeGroup", group: name, from: 3, to: 9 });
      expect((await readCapacity(clients(), group)).desired).to.equal(4);
    });

    it("raises as far as the group's own max allows, and has EKS raise that", async () => {
      const { name, pipeline, group } = await aNodeGroup({ max: 2 });
      await actuators.run(pipeline, { type: "raiseNodeGroup", group: name, from: 0, to: 4 });
      expect((await readCapacity(clients(), group)).desired).to.equal(2);
      const { nodegroup } = await clients().eks.send(new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name }));
      expect(nodegroup?.scalingConfig).to.include({ minSize: 0, maxSize: 4 });
    });

    it("does not cancel nodes that have come after all", async () => {
      const { name, pipeline, group } = await aNodeGroup({ desired: 3 });
      await actuators.run(pipeline, { type: "cancelNodes", group: name, from: 3, to: 1 });
      expect((await readCapacity(clients(), group)).desired).to.equal(3);
    });

    it("cordons, and ends the instance of a node only once nothing is on it", async () => {
      const { name, pipeline, group } = await aNodeGroup({ desired: 2 });
      const { instances } = await readCapacity(clients(), group);
      const [instance = ""] = instances;
      const node = `node-${instance}`;
      addNode(name, instance);
      const terminate = () => actuators.run(pipeline, { type: "terminateNode", group: name, node, isReplaced: false });
      expect(await codeOf(terminate())).to.equal("NodeNotIdle");
      await actuators.run(pipeline, { type: "cordonNode", group: name, node });
      expect(kube.at(nodePath(node))).to.nested.include({ "spec.unschedulable": true });
      addWorker(pipeline, "late", { address: "127.6.0.1", tasks: 1, node });
      expect(await codeOf(terminate())).to.equal("NodeNotIdle");
      await actuators.run(pipeline, { type: "evictWorkers", group: name, node, workers: ["late", "gone"] });
      expect(kube.calls).to.include(`create ${podPath("late")}/eviction`);
      kube.remove(podPath("late"));
      kube.put(podPath("agent"), aPod({ name: "agent", node, owner: "DaemonSet" }));
      await terminate();
      expect(await readCapacity(clients(), group)).to.deep.equal({ desired: 1, instances: [instances[1]] });
      offsetMs = 5_000;
      await terminate();
      expect((await readCapacity(clients(), group)).desired).to.equal(1);
    });

    it("does not take a node that somebody else cordoned, nor uncordon it", async () => {
      const { name, pipeline, group } = await aNodeGroup({ desired: 1 });
      const [instance = ""] = (await readCapacity(clients(), group)).instances;
      const node = `node-${instance}`;
      addNode(name, instance, { unschedulable: true });
      await actuators.run(pipeline, { type: "cordonNode", group: name, node });
      await actuators.run(pipeline, { type: "uncordonNode", group: name, node });
      expect(kube.calls.filter((call) => call.startsWith("patch"))).to.deep.equal([]);
      expect(await codeOf(actuators.run(pipeline, { type: "terminateNode", group: name, node, isReplaced: false }))).to.equal(
        "NodeNotIdle",
      );
    });

    it("gives the groups back: nodes uncordoned, capacity at the group's own min", async () => {
      const { name, pipeline, group } = await aNodeGroup({ desired: 3, min: 1 });
      const [instance = ""] = (await readCapacity(clients(), group)).instances;
      addNode(name, instance);
      await actuators.run(pipeline, { type: "cordonNode", group: name, node: `node-${instance}` });
      await actuators.releaseNodeGroups(pipeline);
      expect((await readCapacity(clients(), group)).desired).to.equal(1);
      const node = kube.at<{ metadata: { annotations: object }; spec: object }>(nodePath(`node-${instance}`));
      expect(node.metadata.annotations).not.to.have.property(CORDONED_BY);
      expect(node.spec).not.to.have.property("unschedulable");
    });
  });

  it("does not scale in while a worker that is not ready runs a task: Kubernetes would take it first", async () => {
    const pipeline = await aPipeline();
    addWorker(pipeline, "idle", { address: "127.9.0.1", tasks: 0 });
    addWorker(pipeline, "shaky", { address: "127.9.0.2", tasks: 1, ready: false });
    const scaleIn = () => actuators.run(pipeline, { type: "scaleWorkers", from: 2, to: 1, removeFirst: ["idle"] });
    expect(await codeOf(scaleIn())).to.equal("ScaleInHeld");
    pages.say("127.9.0.2", 0);
    expect(await codeOf(scaleIn())).to.equal("done");
  });

  it("drains the workers on a node that is to go, and lets them work again when it stays", async () => {
    const pipeline = await aPipeline();
    addNode("any", "i-1");
    addWorker(pipeline, "on", { address: "127.8.0.1", tasks: 1, node: "node-i-1" });
    addWorker(pipeline, "off", { address: "127.8.0.2", tasks: 1, node: "node-i-2" });
    await actuators.run(pipeline, { type: "drainWorkers", group: "any", node: "node-i-1", workers: ["on", "gone"] });
    expect(pages.drainedSeconds("127.8.0.1")).to.equal(180);
    await actuators.run(pipeline, { type: "uncordonNode", group: "any", node: "node-i-1" });
    expect(pages.drainedSeconds("127.8.0.1")).to.equal(0);
    expect(pages.drainedSeconds("127.8.0.2")).to.equal(undefined);
  });

  it("scales workers in with the idle first in line, and spares one that has begun to work", async () => {
    const pipeline = await aPipeline();
    addWorker(pipeline, "a", { address: "127.7.0.1", tasks: 0 });
    addWorker(pipeline, "b", { address: "127.7.0.2", tasks: 1 });
    addWorker(pipeline, "c", { address: "127.7.0.3", tasks: 1 });
    await actuators.run(pipeline, { type: "scaleWorkers", from: 3, to: 1, removeFirst: ["a", "b"] });
    const costs = ["a", "b", "c"].map(
      (name) => kube.at<{ metadata: { annotations?: Record<string, string> } }>(podPath(name)).metadata.annotations?.[DELETION_COST],
    );
    expect(costs).to.deep.equal(["-1", undefined, undefined]);
    const deployment = `/apis/apps/v1/namespaces/default/deployments/${pipeline.metadata.name}-worker`;
    expect(kube.at(deployment)).to.nested.include({ "spec.replicas": 2 });
    expect(kube.calls.at(-1)).to.equal(`patch ${deployment}/scale`);
  });
});
