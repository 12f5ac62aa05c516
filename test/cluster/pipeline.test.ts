import type { MediaPipeline } from "@mediashare/api";
import { expect } from "chai";
import { type Bed, region, startBed, type TestQueue } from "../support/cluster/bed.ts";
import type { OperatorProcess } from "../support/cluster/operator-process.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";
import { buildPipeline } from "../support/pipeline-builder.ts";
import { waitFor } from "../support/wait-for.ts";

const namespace = "gallery";
const path = `/apis/mediashare.dev/v1alpha1/namespaces/${namespace}/mediapipelines`;
const children = (plural: string, group = "/api/v1"): string => `${group}/namespaces/${namespace}/${plural}`;

interface Deployment {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

describe("the operator on a real control plane", function () {
  this.timeout(240_000);
  let bed: Bed;
  let queue: TestQueue;
  let operator: OperatorProcess;

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
  });

  after(async () => {
    await bed?.stop();
  });

  const pipeline = async (): Promise<MediaPipeline> => bed.kube.get(`${path}/photos`);
  const deployment = async (fleet: string): Promise<Deployment> =>
    bed.kube.get(`${children("deployments", "/apis/apps/v1")}/photos-${fleet}`);
  const condition = async (type: string): Promise<string | undefined> => {
    const found = (await pipeline()).status?.conditions?.find((each) => each.type === type);
    return found && `${found.status} ${found.reason}`;
  };
  const showState = async (): Promise<unknown> => ({ status: (await pipeline()).status, log: operator.log.slice(-8) });
  const eventually = (what: string, holds: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> =>
    waitFor(what, holds, { timeoutMs, intervalMs: 250, detail: showState });

  it("applies a MediaPipeline's children, which are scheduled and become ready", async () => {
    await bed.kube.create(path, buildPipeline(spec(queue), { namespace }));
    await eventually("the pipeline to be ready", async () => (await condition("Ready")) === "True FleetsAvailable");
    expect(await condition("Progressing")).to.equal("False Settled");
    expect(await condition("Degraded")).to.equal("False AsExpected");
    const services = await bed.kube.list<{ metadata: { name: string } }>(children("services"));
    expect(services.map(({ metadata }) => metadata.name)).to.include.members(["photos-upload", "photos-web"]);
  });

  it("lets the workers go while there is nothing to do", async () => {
    await eventually("no workers", async () => (await deployment("worker")).spec.replicas === 0);
    expect(await bed.cloud.desired("spot")).to.equal(0);
  });

  it("raises workers and nodes in one reconcile when 500 messages come", async () => {
    await queue.send(500);
    await eventually("workers to be asked for", async () => (await deployment("worker")).spec.replicas === 12);
    const scaled = operator.log.map((line) => JSON.parse(line) as Log).filter(({ msg }) => msg === "scaling");
    const up = scaled.filter(({ action }) => action?.type === "raiseNodeGroup" || (action?.type === "scaleWorkers" && action.to === 12));
    expect(new Set(up.map(({ action }) => action?.type))).to.deep.equal(new Set(["raiseNodeGroup", "scaleWorkers"]));
    expect(Math.max(...up.map(({ time }) => time)) - Math.min(...up.map(({ time }) => time))).to.be.lessThan(2_000);
    await eventually("all workers to be ready", async () => (await pipeline()).status?.worker?.ready === 12, 90_000);
    expect(await bed.cloud.desired("ondemand")).to.equal(1);
    expect(bed.cloud.nodes("spot").length).to.equal(5);
  });
});

interface Log {
  readonly msg: string;
  readonly time: number;
  readonly action?: { readonly type: string; readonly to?: number };
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
      spot: { onDemandBase: 1, fallbackAfter: "5s" },
    },
  };
}
