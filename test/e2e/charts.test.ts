import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Manifest } from "@mediashare/cdk8s";
import { runSynth } from "@mediashare/cdk8s/synth";
import { deliveredUrl } from "@mediashare/client";
import type { ScalingReport } from "@mediashare/contract";
import { isUpToDate } from "@mediashare/controller";
import { type Knex, openDatabase } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { parseAllDocuments } from "yaml";
import { launchBrowser, NoBrowserError } from "../support/chromium.ts";
import { makeClip, makePhoto } from "../support/files.ts";
import type { Cluster } from "../support/node/cluster.ts";
import type { Daemon } from "../support/node/daemon.ts";
import { imageTag } from "../support/node/images.ts";
import { Product, type ProductOptions } from "../support/node/product.ts";
import { sharedCluster } from "../support/node/shared.ts";
import { videoState, viewer } from "../support/pages.ts";
import { skipSuite } from "../support/skip-suite.ts";
import { waitFor } from "../support/wait-for.ts";

const charts = fileURLToPath(new URL("../../charts/", import.meta.url));
const operatorNamespace = "mediashare-system";
const namespace = "media";
const name = "photos";
const nextTag = "0.1.1";

/** Short lives, so that a test does not wait for what production waits for. */
const quick = [
  { name: "MEDIASHARE_LEASE_DURATION", value: "5s" },
  { name: "MEDIASHARE_QUEUE_VISIBILITY", value: "8s" },
];

/** One story: each test begins where the one before it ended. */
describe("the charts on a cluster with real containers", function () {
  this.timeout(900_000);
  let cluster: Cluster;
  let product: Product;
  let db: Knex | undefined;
  let browser: Browser | undefined;
  let ports: { web: number; edge: number };
  let folder: string | undefined;
  let values: string;
  const forwards: Daemon[] = [];
  const uploaded: string[] = [];

  before(async function () {
    this.timeout(3_600_000);
    const started = await sharedCluster();
    if ("skipped" in started) skipSuite(this, started.skipped);
    cluster = started;
    ports = { web: await findFreePort(), edge: await findFreePort() };
    folder = await mkdtemp(join(tmpdir(), "mediashare-values-"));
    values = join(folder, "values.json");
    await writeFile(values, JSON.stringify(pipelineValues(ports, await cluster.provideVolumes(3))));
    await cluster.addRelease(nextTag);
    // Nothing that is less than restricted gets in.
    await cluster.kubectl.apply([operatorNamespace, namespace].map(restrictedNamespace));
  });
  after(async () => {
    await browser?.close();
    await Promise.all(forwards.map((forward) => forward.stop()));
    await db?.destroy();
    await cluster?.kubectl.run(["delete", "namespace", namespace, operatorNamespace, "--ignore-not-found"]);
    if (folder) await rm(folder, { recursive: true });
  });

  const place = (): ProductOptions => ({
    ...{ namespace, name, siteUrl: `http://localhost:${ports.web}` },
    deliveryUrl: `http://localhost:${ports.edge}`,
  });
  const kubectl = (...args: readonly string[]): Promise<string> => cluster.kubectl.run([`--namespace=${namespace}`, ...args]);
  const list = async <T>(kind: string, selector = `app.kubernetes.io/instance=${name}`): Promise<readonly T[]> =>
    (await cluster.kubectl.get<{ items: readonly T[] }>(kind, `--namespace=${namespace}`, `--selector=${selector}`)).items;
  const workers = async (): Promise<readonly Pod[]> =>
    (await list<Pod>("pods", "app.kubernetes.io/component=worker")).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  /** Whether a pod of the Deployment gets a connection. */
  const reach = async (deployment: string, host: string, port: number): Promise<string> => {
    const script = `const s = require("net").connect({ host: "${host}", port: ${port}, timeout: 5000 });
      const end = (what) => { console.log(what); process.exit(0); };
      s.on("connect", () => end("open")).on("error", () => end("closed")).on("timeout", () => end("closed"));`;
    return (await kubectl("exec", `deployment/${deployment}`, "--", "node", "-e", script)).trim();
  };
  const untilAllReady = async (): Promise<void> => {
    const open = () => (db as Knex)("media").whereIn("id", uploaded).whereNot({ state: "ready" }).select("id", "state", "failure_message");
    await waitFor("all uploads to be ready", async () => (await open()).length === 0, {
      timeoutMs: 600_000,
      intervalMs: 500,
      detail: async () => ({ open: await open(), log: await product.workerLog() }),
    });
  };
  const upload = async (fileName: string, content: Uint8Array<ArrayBuffer>): Promise<string> => {
    const id = await product.upload(fileName, content);
    uploaded.push(id);
    return id;
  };

  const installOperator = (): Promise<string> =>
    cluster.helm.run(
      "install",
      "mediashare-operator",
      `${charts}mediashare-operator`,
      `--namespace=${operatorNamespace}`,
      "--wait",
      "--timeout=3m",
    );
  const installPipeline = (): Promise<string> =>
    cluster.helm.run("install", name, `${charts}mediashare`, `--namespace=${namespace}`, `--values=${values}`, "--timeout=3m");

  it("install the operator", async () => {
    await installOperator();
  });

  it("install a pipeline with backends, which becomes Ready", async () => {
    await installPipeline();
    await kubectl("wait", `mediapipeline/${name}`, "--for=condition=Ready", "--timeout=5m").catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${await kubectl("describe", `mediapipeline/${name}`)}\n${await kubectl("get", "pods,events")}`);
    });
    product = await Product.open(cluster, place());
    db = openDatabase({ url: product.databaseUrl, poolSize: 4, applicationName: "test" });
    expect(await workers(), "nobody works while there is no work").to.deep.equal([]);
  });

  it("make of the pipeline what synth prints of it", async () => {
    const file = join(folder as string, "pipeline.json");
    await writeFile(file, await kubectl("get", `mediapipeline/${name}`, "--output=json"));
    const { out, error } = await runSynth(["--spec", file]);
    expect(error).to.equal("");
    const manifests = parseAllDocuments(out).map((document) => document.toJS() as Manifest);
    expect(manifests.map(({ kind }) => kind)).to.include.members(["Job", "Deployment", "Service", "NetworkPolicy"]);
    for (const manifest of manifests) {
      const live = JSON.parse(await kubectl("get", manifest.kind, manifest.metadata.name, "--output=json")) as Parameters<
        typeof isUpToDate
      >[1];
      expect(isUpToDate(manifest, live), `${manifest.kind} ${manifest.metadata.name}`).to.equal(true);
    }
  });

  it("let a fleet reach its backends, and nothing else in the cluster", async () => {
    const reached = await Promise.all(
      [
        ["upload", "postgres", 5432],
        ["upload", "s3", 7070],
        ["upload", "sqs", 4566],
        ["upload", "web", 80],
        ["web", "upload", 80],
        ["web", "edge", 8082],
      ].map(
        async ([from, to, port]) => `${from} to ${to}: ${await reach(`${name}-${from}`, `${name}-${to}.${namespace}.svc`, port as number)}`,
      ),
    );
    expect(reached).to.deep.equal([
      "upload to postgres: open",
      "upload to s3: open",
      "upload to sqs: open",
      "upload to web: closed",
      "web to upload: closed",
      "web to edge: closed",
    ]);
  });

  it("pass their own test", async () => {
    await cluster.helm.run("test", name, `--namespace=${namespace}`, "--timeout=3m");
  });

  it("take photos and a video, and get workers for them", async () => {
    for (const seed of [1, 2, 3]) await upload(`photo-${seed}.jpg`, await makePhoto({ seed, width: 1600, height: 1200 }));
    await upload("river.mp4", await makeClip({ seconds: 8, width: 1280, height: 720, seed: 30 }));
    await untilAllReady();
    for (const id of uploaded.slice(0, 3)) {
      const { delivery, images } = await product.look(id);
      expect((await product.deliver(deliveredUrl(delivery, images[0]?.path as string))).status).to.equal(200);
    }
  });

  it("show the site's administrator what the operator has decided", async () => {
    const look = async () => {
      const response = await fetch(`${product.webUrl}/v1/admin/scaling`, { headers: { Cookie: product.session.cookies.join("; ") } });
      return (await response.json()) as { report: ScalingReport | null };
    };
    await waitFor("the site to know that workers came for the uploads", async () => (await look()).report?.changes.at(-1)?.from === 0, {
      timeoutMs: 120_000,
      intervalMs: 500,
      detail: async () => ({ site: await look(), pipeline: await kubectl("describe", `mediapipeline/${name}`) }),
    });
  });

  it("show the video in a browser, through forwarded ports", async function () {
    browser = await launchBrowser().catch((error: unknown) => {
      if (error instanceof NoBrowserError) return this.skip();
      throw error;
    });
    forwards.push(await cluster.kubectl.portForward(namespace, `${name}-web`, 80, ports.web));
    forwards.push(await cluster.kubectl.portForward(namespace, `${name}-edge`, 8082, ports.edge));
    const site = `http://localhost:${ports.web}`;
    const context = await (browser as Browser).newContext();
    const cookies = product.session.cookies.map((cookie) => cookie.split("=", 2) as [string, string]);
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: site })));
    const page = await context.newPage();
    await page.goto(`${site}/m/${uploaded.at(-1)}`);
    await viewer(page).getByRole("button", { name: "Play" }).click();
    await waitFor(
      "the picture to move",
      async () => {
        const { currentTime, width, error } = await videoState(page);
        expect(error).to.equal(undefined);
        return currentTime > 1.5 && width > 0;
      },
      { timeoutMs: 60_000, detail: () => videoState(page) },
    );
    await context.close();
  });

  it("scale workers out by a flood, lose none of it when workers are killed, and scale in", async () => {
    const content = await Promise.all(Array.from({ length: 24 }, (_, index) => makePhoto({ seed: 100 + index, width: 1200, height: 900 })));
    // Photos alone are done before a third worker has started.
    const clips = await Promise.all([1, 2, 3, 4].map((seed) => makeClip({ seconds: 30, width: 1280, height: 720, seed })));
    for (const [index, each] of content.entries()) await upload(`flood-${index}.jpg`, each);
    for (const [index, each] of clips.entries()) await upload(`flood-${index}.mp4`, each);
    await waitFor("three workers", async () => (await workers()).filter(isReady).length === 3, {
      timeoutMs: 120_000,
      detail: async () => ({ pods: await kubectl("get", "pods"), pipeline: await kubectl("describe", `mediapipeline/${name}`) }),
    });
    for (const { status } of (await workers()).slice(0, 1))
      expect(await reach(`${name}-edge`, status.podIP as string, 9090)).to.equal("closed");
    const leased = () => (db as Knex)("task").where({ state: "leased" });
    await waitFor("tasks in hand", async () => (await leased()).length > 0, { timeoutMs: 60_000, intervalMs: 50 });
    await kubectl("delete", "pods", "--selector=app.kubernetes.io/component=worker", "--grace-period=0", "--force");
    await untilAllReady();
    await waitFor("no workers", async () => (await workers()).length === 0, {
      timeoutMs: 180_000,
      intervalMs: 500,
      detail: () => kubectl("describe", `mediapipeline/${name}`),
    });
  });

  it("roll to another release, its schema first, and every upload goes through", async () => {
    const [before] = await list<Named>("jobs");
    let isRolling = true;
    let seed = 1_000;
    const going = (async () => {
      while (isRolling) {
        seed += 1;
        await upload(`roll-${seed}.jpg`, await makePhoto({ seed, width: 320, height: 240 }));
        await sleep(100);
      }
    })();
    going.catch(() => undefined);
    const args = [`--namespace=${namespace}`, "--reuse-values", `--set=image.tag=${nextTag}`, "--timeout=3m"];
    await cluster.helm.run("upgrade", name, `${charts}mediashare`, ...args);
    const fleets = ["upload", "web"].map((fleet) => `deployment/${name}-${fleet}`);
    const isOnNext = async (): Promise<boolean> => {
      const pods = await list<Pod>("pods", "app.kubernetes.io/component in (upload,web)");
      return pods.length === 2 && pods.every((pod) => isReady(pod) && pod.spec.containers[0]?.image.endsWith(`:${nextTag}`));
    };
    await waitFor("the pods of the next release alone", isOnNext, {
      timeoutMs: 240_000,
      intervalMs: 500,
      detail: () => kubectl("get", "pods,jobs"),
    });
    await kubectl("rollout", "status", ...fleets.slice(0, 1), "--timeout=1m");
    isRolling = false;
    await going;
    const jobs = await list<Named>("jobs");
    expect(jobs.map(({ metadata }) => metadata.name))
      .to.have.length(1)
      .and.not.include(before?.metadata.name);
    expect(seed).to.be.above(1_010);
    await untilAllReady();
  });

  it("leave, when they are uninstalled, the data and what is said to stay", async () => {
    await cluster.helm.run("uninstall", name, `--namespace=${namespace}`, "--wait", "--timeout=3m");
    const kinds =
      "mediapipelines,deployments,replicasets,jobs,pods,services,serviceaccounts,poddisruptionbudgets,networkpolicies,ingresses,configmaps";
    await waitFor("everything of the release to go", async () => (await list(kinds)).length === 0, {
      timeoutMs: 180_000,
      intervalMs: 500,
      detail: () => kubectl("get", kinds),
    });
    const kept = (await list<Named>("persistentvolumeclaims,secrets")).map(({ metadata }) => metadata.name);
    expect(kept).to.have.members(["postgres", "s3", "sqs", "database", "credentials", "delivery", "auth"].map((each) => `${name}-${each}`));

    await cluster.helm.run("uninstall", "mediashare-operator", `--namespace=${operatorNamespace}`, "--wait", "--timeout=3m");
    const own = "app.kubernetes.io/name=mediashare-operator";
    const kindsOfIt = "all,clusterroles,clusterrolebindings,priorityclasses";
    const left = (): Promise<string> => cluster.kubectl.run(["get", kindsOfIt, "--all-namespaces", `--selector=${own}`, "--output=name"]);
    await waitFor("everything of the operator to go", async () => (await left()) === "", {
      timeoutMs: 120_000,
      intervalMs: 500,
      detail: left,
    });
    expect(await cluster.kubectl.run(["get", "customresourcedefinitions", "mediapipelines.mediashare.dev", "--output=name"])).to.not.equal(
      "",
    );
  });

  it("find the data again when they are installed anew", async () => {
    await installOperator();
    await installPipeline();
    await kubectl("wait", `mediapipeline/${name}`, "--for=condition=Ready", "--timeout=5m");
    product = await Product.open(cluster, place(), product.session);
    expect((await product.look(uploaded[0] as string)).state).to.equal("ready");
  });
});

interface Named {
  readonly metadata: { readonly name: string };
}

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: { readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: holds }) => type === "Ready" && holds === "True") ?? false;
}

function restrictedNamespace(name: string): object {
  const labels = { "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "latest" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** Of one node: small pods, that scale by what there is to do. */
function pipelineValues(ports: { readonly web: number; readonly edge: number }, storageClassName: string): object {
  const requests = { cpu: "50m", memory: "256Mi" };
  return {
    image: { repository: "mediashare", tag: imageTag },
    developmentBackends: {
      enabled: true,
      volumes: { size: "1Gi", storageClassName },
      deliveryUrl: `http://localhost:${ports.edge}`,
      siteOrigin: `http://localhost:${ports.web}`,
    },
    upload: { env: quick },
    worker: {
      env: quick,
      resources: { requests, limits: { memory: "2Gi" } },
      scaling: { min: 0, max: 3, drainTarget: "5s", scaleDownDelay: "5s", defaultTaskSeconds: 10 },
    },
  };
}
