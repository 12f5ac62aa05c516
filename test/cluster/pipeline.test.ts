import { setTimeout as sleep } from "node:timers/promises";
import { scalingAnnotation } from "@mediashare/cdk8s";
import type { ScalingReport } from "@mediashare/contract";
import { expect } from "chai";
import { type Bed, region, startBed, type TestQueue } from "../support/cluster/bed.ts";
import type { OperatorProcess } from "../support/cluster/operator-process.ts";
import { PipelineProbe, type Pod } from "../support/cluster/pipeline-probe.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";

const namespace = "gallery";
const fallbackMs = 5_000;
/** The operator's, while there is something to do. */
const tickMs = 5_000;

/** One story: each test begins where the one before it ended. */
describe("a MediaPipeline on a real control plane", function () {
  this.timeout(240_000);
  let bed: Bed;
  let queue: TestQueue;
  let operator: OperatorProcess;
  let photos: PipelineProbe;

  before(async function () {
    const reason = whyNoControlPlane();
    if (reason) this.skip();
    this.timeout(1_200_000);
    bed = await startBed();
    await bed.createNamespace(namespace);
    queue = await bed.createQueue("photos");
    const owner = `${namespace}/photos`;
    await bed.cloud.addGroup({ cluster: "media", name: "ondemand", capacityType: "OnDemand", max: 10, owner });
    await bed.cloud.addGroup({ cluster: "media", name: "spot", capacityType: "Spot", max: 20, owner });
    operator = await bed.startOperator();
    photos = new PipelineProbe(bed.kube, namespace, "photos", () => [operator]);
  });

  after(async () => {
    await bed?.stop();
  });

  it("has all its children, which are scheduled and become ready", async () => {
    await photos.create(spec(queue));
    await photos.untilCondition("Ready", "True FleetsAvailable");
    await photos.untilCondition("Progressing", "False Settled");
    expect(await photos.condition("Degraded")).to.equal("False AsExpected");
    const services = await bed.kube.list<{ metadata: { name: string } }>(photos.childPath("services"));
    expect(services.map(({ metadata }) => metadata.name)).to.include.members(["photos-upload", "photos-web"]);
    const uploads = await photos.pods("upload");
    expect(uploads.map(({ spec: { nodeName }, status }) => `${nodeName} ${status.phase}`)).to.include("steady Running");
  });

  it("has no workers and no nodes of its own while there is nothing to do", async () => {
    await photos.until("no workers", async () => (await photos.replicas("worker")) === 0);
    expect([await bed.cloud.desired("ondemand"), await bed.cloud.desired("spot")]).to.deep.equal([0, 0]);
  });

  it("raises workers and nodes in one reconcile when 500 messages come", async () => {
    await queue.send(500);
    await photos.until("12 workers to be asked for", async () => (await photos.replicas("worker")) === 12);
    const up = photos.scalings().filter(({ type, to }) => type === "raiseNodeGroup" || (type === "scaleWorkers" && to === 12));
    expect(up.map(({ type, group, to }) => `${type} ${group ?? ""} ${to}`)).to.have.members([
      "scaleWorkers  12",
      "raiseNodeGroup ondemand 1",
      "raiseNodeGroup spot 3",
    ]);
    expect(Math.max(...up.map(({ atMs }) => atMs)) - Math.min(...up.map(({ atMs }) => atMs))).to.be.lessThan(1_000);
    await photos.until("all workers to be ready", async () => (await photos.get()).status?.worker?.ready === 12, 90_000);
    expect([bed.cloud.nodes("ondemand").length, bed.cloud.nodes("spot").length]).to.deep.equal([1, 3]);
  });

  it("tells every pod of its site what was decided, and writes nothing more while nothing changes", async () => {
    const told = async (): Promise<readonly ScalingReport[]> =>
      (await photos.pods("web")).map(({ metadata }) => JSON.parse(metadata.annotations?.[scalingAnnotation] ?? "null") as ScalingReport);
    const isUpToDate = (report: ScalingReport | null): boolean =>
      report?.workers.desired === 12 && report.nodeGroups.map(({ ready }) => ready).join() === "1,3";
    await photos.until("the pods of the site to be told", async () => (await told()).every(isUpToDate), 90_000);
    const [report] = (await told()) as [ScalingReport];
    expect(report.changes[0]).to.include({ from: 0, to: 12 });
    expect(report.changes[0]?.message).to.match(/work/i);
    expect((await photos.get()).status?.worker?.changes?.[0]).to.deep.equal(report.changes[0]);
    await photos.until("all numbers to be told", async () => (await told()).every(({ workers }) => workers.asked === 12), 90_000);
    const before = await told();
    await sleep(3 * tickMs);
    expect(await told()).to.deep.equal(before);
  });

  it("loses idle workers first, then nodes, and none that is busy", async () => {
    const workers = await photos.pods("worker");
    const [first, second] = bed.cloud.nodes("spot").map((node) => workers.find(({ spec: { nodeName } }) => nodeName === node));
    const busy = [first, second] as [Pod, Pod];
    for (const { status } of busy) bed.pages.say(status.podIP ?? "", 1);
    await queue.purge();
    await queue.send(2);
    await queue.receive(2);
    await photos.until("the busy ones to be left", async () => (await photos.pods("worker")).length === 2, 120_000);
    await photos.until("the node without a busy worker to go", () => bed.cloud.nodes("spot").length === 2, 120_000);
    const scaledIn = photos.scalings().find(({ type, to }) => type === "scaleWorkers" && to === 2)?.atMs ?? Number.NaN;
    const ended = photos.scalings().filter(({ type }) => type === "terminateNode");
    expect(ended.length).to.be.greaterThan(0);
    expect(Math.min(...ended.map(({ atMs }) => atMs))).to.be.greaterThan(scaledIn);
    expect((await photos.pods("worker")).map(({ metadata }) => metadata.uid)).to.have.members(busy.map(({ metadata }) => metadata.uid));
    expect(bed.cloud.nodes("spot")).to.have.members(busy.map(({ spec: { nodeName } }) => nodeName));

    for (const { status } of busy) bed.pages.say(status.podIP ?? "", 0);
    await queue.finish();
    await photos.until("no nodes", () => bed.cloud.nodes("spot").length + bed.cloud.nodes("ondemand").length === 0, 120_000);
    expect(await photos.replicas("worker")).to.equal(0);
    expect(await bed.cloud.desired("spot")).to.equal(0);
  });

  it("buys on demand what Spot does not deliver, and gives it back when Spot does", async () => {
    bed.cloud.refuse("spot", true);
    const since = Date.now();
    await queue.send(500);
    await photos.until("nodes on demand in Spot's place", async () => (await bed.cloud.desired("ondemand")) === 4);
    const raises = photos.scalings().filter(({ type, atMs }) => type === "raiseNodeGroup" && atMs >= since);
    const atMsOf = (wanted: string, to: number): number =>
      raises.find(({ group, to: level }) => group === wanted && level === to)?.atMs ?? Number.NaN;
    expect(atMsOf("ondemand", 4) - atMsOf("spot", 3)).to.be.within(fallbackMs, fallbackMs + tickMs + 2_000);
    await photos.untilCondition("CapacityConstrained", "True SpotFallback");
    expect(await photos.messageOf("CapacityConstrained")).to.match(/until Spot arrives/);
    await photos.until("all workers to be ready", async () => (await photos.get()).status?.worker?.ready === 12, 90_000);

    bed.cloud.refuse("spot", false);
    await photos.until("Spot alone above the base", async () => (await bed.cloud.desired("ondemand")) === 1, 180_000);
    expect(bed.cloud.nodes("spot").length).to.equal(3);
    await photos.untilCondition("CapacityConstrained", "False CapacityAvailable");
  });

  it("loses the children that its spec no longer asks for", async () => {
    await photos.patch({ web: null });
    const gone = async (): Promise<boolean> => {
      const paths = [
        `${photos.childPath("deployments", "/apis/apps/v1")}/photos-web`,
        `${photos.childPath("services")}/photos-web`,
        `${photos.childPath("poddisruptionbudgets", "/apis/policy/v1")}/photos-web`,
        `${photos.childPath("networkpolicies", "/apis/networking.k8s.io/v1")}/photos-web`,
      ];
      return (await Promise.all(paths.map((path) => photos.exists(path)))).every((exists) => !exists);
    };
    await photos.until("the web fleet to go", gone);
    expect(await photos.exists(`${photos.childPath("services")}/photos-upload`)).to.equal(true);
  });

  it("has its children put back when somebody edits or deletes them", async () => {
    const { spec: before } = await photos.deployment("upload");
    const path = `${photos.childPath("deployments", "/apis/apps/v1")}/photos-upload`;
    const [container] = before.template.spec.containers as [{ name: string; image: string }];
    const containers = [{ name: container.name, image: "edited" }];
    await bed.kube.apply(path, { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: { containers } } } }, "somebody");
    await bed.kube.delete(`${photos.childPath("services")}/photos-upload`);
    await photos.until("the image to be put back", async () => {
      const [now] = (await photos.deployment("upload")).spec.template.spec.containers;
      return now?.image === container.image;
    });
    await photos.until("the service to be back", () => photos.exists(`${photos.childPath("services")}/photos-upload`));
  });

  it("has its schema migrated for another release before a pod of it runs", async () => {
    const jobs = (): Promise<readonly Job[]> => bed.kube.list<Job>(photos.childPath("jobs", "/apis/batch/v1"));
    const [before] = await jobs();
    await photos.patch({ image: { tag: "0.2.0" } });
    const follows = async (): Promise<boolean> =>
      (await photos.pods("upload")).some(({ spec: { containers = [] } }) => containers[0]?.image.endsWith("/upload:0.2.0"));
    await photos.until("a pod of the new release", follows);
    const [job, ...others] = (await jobs()).filter(({ metadata }) => metadata.name !== before?.metadata.name);
    expect(others).to.deep.equal([]);
    const made = (await photos.pods("upload")).filter(({ spec: { containers = [] } }) => containers[0]?.image.endsWith(":0.2.0"));
    // To the second, as Kubernetes keeps time.
    for (const { metadata } of made) expect(metadata.creationTimestamp >= (job?.status?.completionTime ?? "never")).to.equal(true);
    await photos.until("the old Job to be pruned", async () => (await jobs()).length === 1);
  });

  it("leaves its replicas to whoever scales a fleet that has no scaling", async () => {
    const path = `${photos.childPath("deployments", "/apis/apps/v1")}/photos-upload`;
    await bed.kube.mergePatch(`${path}/scale`, { spec: { replicas: 4 } });
    await photos.patch({ upload: { env: [{ name: "MEDIASHARE_LOG_LEVEL", value: "debug" }] } });
    await photos.until("the new revision", async () => (await photos.get()).status?.fleets?.["upload"]?.updated === 4);
    expect(await photos.replicas("upload")).to.equal(4);
  });

  it("goes with everything, and AWS is as before", async () => {
    await photos.delete();
    await photos.until("the pipeline to go", async () => !(await photos.exists(photos.path)));
    expect([await bed.cloud.desired("ondemand"), await bed.cloud.desired("spot")]).to.deep.equal([0, 0]);
    const left = async (): Promise<readonly string[]> => {
      const kinds = [
        photos.childPath("deployments", "/apis/apps/v1"),
        photos.childPath("jobs", "/apis/batch/v1"),
        photos.childPath("services"),
        photos.childPath("serviceaccounts"),
        photos.childPath("networkpolicies", "/apis/networking.k8s.io/v1"),
        photos.childPath("poddisruptionbudgets", "/apis/policy/v1"),
        photos.childPath("pods"),
      ];
      const labelSelector = "app.kubernetes.io/instance=photos";
      const lists = await Promise.all(kinds.map((kind) => bed.kube.list<Pod>(kind, { labelSelector })));
      return lists.flat().map(({ metadata }) => metadata.name);
    };
    await photos.until("the children to go", async () => (await left()).length === 0);
  });
});

interface Job {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly completionTime?: string };
}

function spec(queue: TestQueue): object {
  return {
    region,
    queue: { url: queue.url, deadLetterUrl: queue.deadLetterUrl },
    upload: {},
    web: {},
    worker: {
      resources: { requests: { cpu: "1", memory: "1Gi" } },
      scaling: { min: 0, max: 12, drainTarget: "30s", scaleDownDelay: "5s", defaultTaskSeconds: 10 },
      nodeGroups: [
        { name: "ondemand", cluster: "media", capacityType: "OnDemand", max: 10 },
        { name: "spot", cluster: "media", capacityType: "Spot", max: 20 },
      ],
      spot: { onDemandBase: 1, fallbackAfter: `${fallbackMs / 1_000}s` },
    },
  };
}
