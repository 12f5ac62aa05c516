import { setTimeout as pause } from "node:timers/promises";
import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { type AwsClients, Connection, createAwsClients, KubeClient, KubeError } from "@mediashare/controller";
import { expect } from "chai";
import { type AwsProxy, startAwsProxy } from "../support/cluster/aws-proxy.ts";
import { type ControlPlane, startControlPlane } from "../support/cluster/control-plane.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";
import { SimulatedCloud } from "../support/cluster/simulated-cloud.ts";
import { type Moto, motoCredentials, startMoto } from "../support/moto.ts";
import { readCapacity } from "../support/moto-groups.ts";
import { waitFor } from "../support/wait-for.ts";
import { startWorkerPages, type WorkerPages } from "../support/worker-pages.ts";

const region = "eu-west-1";
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const buildMs = 1_200_000;

interface Pod {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase?: string; readonly podIP?: string };
}

describe("the bed of the cluster tests", function () {
  this.timeout(120_000);
  const environment = { ...process.env };
  let controlPlane: ControlPlane;
  let moto: Moto;
  let proxy: AwsProxy;
  /** Behind the proxy, and as the operator sees it. */
  let behind: AwsClients;
  let aws: AwsClients;
  let cloud: SimulatedCloud;
  let pages: WorkerPages;
  let group: string;

  before(async function () {
    this.timeout(buildMs);
    const skipped = whyNoControlPlane();
    const started = skipped ? { skipped } : await startMoto();
    if ("skipped" in started) {
      console.warn(started.skipped);
      return this.skip();
    }
    moto = started;
    Object.assign(process.env, motoCredentials);
    proxy = await startAwsProxy(moto.endpoint);
    behind = createAwsClients({ region, endpoint: moto.endpoint });
    aws = createAwsClients({ region, endpoint: proxy.endpoint });
    pages = await startWorkerPages();
    controlPlane = await startControlPlane();
    cloud = new SimulatedCloud(controlPlane.admin, behind, proxy);
    await cloud.addGroup({ cluster: "media", name: "spot", capacityType: "Spot", max: 10 });
    group = cloud.autoScalingGroup("spot");
  });

  after(async () => {
    await cloud?.stop();
    await controlPlane?.stop();
    await pages?.stop();
    for (const clients of [aws, behind]) clients?.destroy();
    await proxy?.stop();
    await moto?.stop();
    process.env = environment;
  });

  const desire = (nodes: number): Promise<unknown> =>
    aws.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: group, DesiredCapacity: nodes }));
  const pods = (): Promise<readonly Pod[]> =>
    controlPlane.admin.list<Pod>("/api/v1/namespaces/default/pods", { labelSelector: "app=work" });
  const phases = async (): Promise<unknown> => (await pods()).map(({ spec, status }) => `${spec.nodeName} ${status.phase}`);
  const readyReplicas = async (): Promise<number> => {
    const { status } = await controlPlane.admin.get<{ status: { readyReplicas?: number } }>(`${deployments}/work`);
    return status.readyReplicas ?? 0;
  };

  it("runs a Deployment on nodes that raised capacity has brought", async () => {
    await controlPlane.admin.create(deployments, workDeployment(4));
    await waitFor("pods that wait for nodes", async () => (await pods()).length === 4);
    expect(await readyReplicas()).to.equal(0);
    await desire(2);
    await waitFor("all pods to be ready", async () => (await readyReplicas()) === 4, { timeoutMs: 30_000, detail: phases });
    expect(new Set((await pods()).map(({ spec }) => spec.nodeName))).to.have.members(cloud.nodes("spot"));
  });

  it("describes nodes as EKS does", async () => {
    const nodes = await controlPlane.admin.list<{ metadata: { labels: object }; spec: { providerID: string } }>("/api/v1/nodes");
    const { instances } = await readCapacity(aws, group);
    expect(nodes.map(({ spec }) => spec.providerID)).to.have.members(instances.map((id) => `aws:///eu-west-1a/${id}`));
    for (const { metadata } of nodes) {
      expect(metadata.labels).to.include({
        "eks.amazonaws.com/nodegroup": "spot",
        "eks.amazonaws.com/capacityType": "SPOT",
        "topology.kubernetes.io/zone": "eu-west-1a",
      });
    }
  });

  it("answers for each pod on an address of its own", async () => {
    const addresses = (await pods()).map(({ status }) => status.podIP ?? "");
    expect(new Set(addresses).size).to.equal(4);
    addresses.forEach((address, index) => void pages.say(address, index));
    for (const [index, address] of addresses.entries()) {
      const page = await (await fetch(`http://${address}:${pages.port}/metrics`)).text();
      expect(page).to.include(`mediashare_tasks_in_flight ${index}\n`);
    }
    const drained = await fetch(`http://${addresses[0]}:${pages.port}/drain?seconds=30`, { method: "POST" });
    expect(drained.status).to.equal(204);
    expect(addresses.map((address) => pages.drainedSeconds(address))).to.deep.equal([30, undefined, undefined, undefined]);
  });

  it("takes a reclaimed node away, and the group replaces it", async () => {
    const [reclaimed = "", kept = ""] = cloud.nodes("spot");
    await cloud.reclaim(reclaimed);
    const error = await controlPlane.admin.get(`/api/v1/nodes/${reclaimed}`).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(KubeError).with.property("status", 404);
    await waitFor("another node", () => cloud.nodes("spot").length === 2);
    expect(cloud.nodes("spot")).to.include(kept);
    await waitFor("all pods to be ready again", async () => (await readyReplicas()) === 4, { timeoutMs: 30_000, detail: phases });
  });

  it("leaves desired capacity above the instances while the group is refused", async () => {
    const before = cloud.nodes("spot");
    cloud.refuse("spot", true);
    await desire(5);
    await pause(500);
    const refused = await readCapacity(aws, group);
    expect(refused.desired).to.equal(5);
    expect(refused.instances).to.have.length(2);
    await desire(3);
    await pause(500);
    expect(cloud.nodes("spot")).to.deep.equal(before);
    cloud.refuse("spot", false);
    await waitFor("what was refused", () => cloud.nodes("spot").length === 3);
    expect((await readCapacity(aws, group)).instances).to.have.length(3);
  });

  it("lets a ServiceAccount do what its roles allow, also after a restart of the API server", async () => {
    const token = await controlPlane.tokenOf("default", "default");
    const connection = Connection.fromFile(await controlPlane.kubeconfigOf(token));
    const somebody = new KubeClient(connection);
    const listNodes = (): Promise<unknown> => somebody.list("/api/v1/nodes").catch((error: KubeError) => error.status);
    expect(await listNodes()).to.equal(403);
    await controlPlane.admin.create("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
      metadata: { name: "bed-view-nodes" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:node-problem-detector" },
      subjects: [{ kind: "ServiceAccount", namespace: "default", name: "default" }],
    });
    await controlPlane.restartApiServer(200);
    const [node = ""] = cloud.nodes("spot");
    const read = await somebody.get<{ metadata: { name: string } }>(`/api/v1/nodes/${node}`);
    expect(read.metadata.name).to.equal(node);
    connection.close();
  });
});

/** Two a node. */
function workDeployment(replicas: number): object {
  const labels = { app: "work" };
  const resources = { requests: { cpu: "1500m", memory: "1Gi" } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "work" },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "work", image: "work", resources }] } },
    },
  };
}
