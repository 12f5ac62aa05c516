import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMediaPipeline } from "@mediashare/api";
import { type Manifest, renderPipeline } from "@mediashare/cdk8s";
import { KubeError } from "@mediashare/controller";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { ciValues } from "../support/charts/ci-values.ts";
import { chartFolder, Helm } from "../support/charts/helm.ts";
import { runProgram } from "../support/charts/run-program.ts";
import { type ControlPlane, startControlPlane } from "../support/cluster/control-plane.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";
import { skipSuite } from "../support/skip-suite.ts";

const buildMs = 1_200_000;
const system = "mediashare-system";
const crdPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/mediapipelines.mediashare.dev";
/** They are the Prometheus Operator's, which is not here. */
const withoutMonitors = ["--set", "podMonitor.enabled=false,prometheusRule.enabled=false"];

interface Secret {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

describe("the charts on a control plane", function () {
  this.timeout(120_000);
  let controlPlane: ControlPlane;
  let helm: Helm;
  let folder: string;

  before(async function () {
    this.timeout(buildMs);
    const skipped = whyNoControlPlane();
    if (skipped) skipSuite(this, skipped);
    folder = await mkdtemp(join(tmpdir(), "mediashare-charts-"));
    helm = (await Helm.find()) as Helm;
    controlPlane = await startControlPlane();
  });
  after(async () => {
    await controlPlane?.stop();
    await helm?.remove();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function run(...args: readonly string[]): Promise<string> {
    const { exitCode, out, error } = await helm.run([...args, "--kubeconfig", controlPlane.kubeconfig]);
    if (exitCode !== 0) throw new Error(`helm ${args.join(" ")}: ${error}`);
    return out;
  }
  const install = (release: string, chart: string, namespace: string, ...args: readonly string[]): Promise<string> =>
    run("install", release, chart, "--namespace", namespace, "--create-namespace", ...args);
  const installPipeline = (name: string, namespace: string): Promise<string> =>
    install("photos", chartFolder("mediashare"), namespace, "--values", ci(name), ...withoutMonitors);
  const get = <Type>(path: string): Promise<Type> => controlPlane.admin.get<Type>(path);
  const isThere = (path: string): Promise<boolean> =>
    get(path).then(
      () => true,
      (error: unknown) => {
        if (error instanceof KubeError && error.status === 404) return false;
        throw error;
      },
    );
  const crdHasField = async (field: string): Promise<boolean> => JSON.stringify(await get(crdPath)).includes(`"${field}"`);
  const pipelinePath = (namespace: string): string => `/apis/mediashare.dev/v1alpha1/namespaces/${namespace}/mediapipelines/photos`;

  it("upgrade the definition of MediaPipelines with the operator, and leave it and the pipelines when they are uninstalled", async () => {
    const older = await writeOlderChart(folder);
    await install("mediashare-operator", older, system);
    expect(await crdHasField("storageEventsUrl")).to.equal(false);
    await run("upgrade", "mediashare-operator", chartFolder("mediashare-operator"), "--namespace", system);
    expect(await crdHasField("storageEventsUrl")).to.equal(true);

    await installPipeline("minimal", "kept");
    await run("uninstall", "mediashare-operator", "--namespace", system);
    expect(await isThere(`/apis/apps/v1/namespaces/${system}/deployments/mediashare-operator`)).to.equal(false);
    expect(await isThere(pipelinePath("kept"))).to.equal(true);

    await install("mediashare-operator", chartFolder("mediashare-operator"), system);
    expect(await isThere(pipelinePath("kept")), "the definition was taken over").to.equal(true);
  });

  for (const { name, file } of ciValues("mediashare")) {
    it(`the API server takes what charts/mediashare makes of ci/${name}, and the notes name Services that there will be`, async () => {
      const namespace = name.replace(/-values\.yaml$/, "");
      const notes = await installPipeline(namespace, namespace);
      const { metadata, spec } = parseMediaPipeline(await get(pipelinePath(namespace)));
      expect(spec).to.have.nested.property("worker.scaling.drainTarget");
      expect(notes).to.include(`kubectl wait --namespace ${namespace} mediapipeline/photos --for=condition=Ready`);
      const manifests = [
        ...renderPipeline({ ...metadata, spec }),
        ...(await helm.render("mediashare", { release: "photos", namespace, values: [file] })),
      ];
      const known = manifests.map(({ kind, metadata: { name: known } }) => `${kind.toLowerCase()}/${known}`);
      const secrets = new Set(
        [...JSON.stringify(manifests).matchAll(/"secretKeyRef":\{"name":"([^"]+)"|"secretName":"([^"]+)"/g)].map(
          (found) => found[1] ?? found[2],
        ),
      );
      const named = /^ {2}kubectl get .* secret (.+)$/m.exec(notes)?.[1]?.split(" ");
      if (named) expect(named, "every Secret that pods read").to.include.members([...secrets]);
      else expect(notes).to.include("developmentBackends are for development");
      expect(known).to.include.members([...notes.matchAll(/\b(?:service|mediapipeline)\/[\w-]+/g)].map(([text]) => text));
    });
  }

  it("passwords and keys stay through upgrades, and with volumes through uninstalling and installing again", async () => {
    const namespace = "again";
    const values = ci("development-volumes");
    await installPipeline("development-volumes", namespace);
    const first = await readSecrets(namespace);
    expect(first).to.include.keys("photos-database", "photos-credentials", "photos-delivery");
    await run(
      "upgrade",
      "photos",
      chartFolder("mediashare"),
      "--namespace",
      namespace,
      "--values",
      values,
      "--set",
      "worker.concurrency=2",
    );
    expect((await get<Manifest>(pipelinePath(namespace)))["spec"]).to.have.nested.property("worker.concurrency", 2);
    expect(await readSecrets(namespace)).to.deep.equal(first);
    await run("uninstall", "photos", "--namespace", namespace);
    expect(await isThere(pipelinePath(namespace))).to.equal(false);
    await installPipeline("development-volumes", namespace);
    expect(await readSecrets(namespace)).to.deep.equal(first);
  });

  it("what the development backends hold goes with the release where there are no volumes", async () => {
    await run("uninstall", "photos", "--namespace", "development");
    for (const kind of ["secrets", "persistentvolumeclaims", "configmaps", "services", "serviceaccounts"]) {
      const left = await controlPlane.admin.list<Manifest>(`/api/v1/namespaces/development/${kind}`);
      expect(
        left.filter(({ metadata }) => metadata.name.startsWith("photos")).map(({ metadata }) => metadata.name),
        kind,
      ).to.be.empty;
    }
  });

  it("the pod of helm test and those of the backends keep the restricted Pod Security Standard", async () => {
    const namespace = "restricted";
    await controlPlane.admin.create("/api/v1/namespaces", {
      metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    const manifests = await helm.render("mediashare", { release: "photos", namespace, values: [ci("development")] });
    const pods = manifests.flatMap(podsOf);
    expect(pods).to.have.length(5);
    for (const pod of pods) {
      await controlPlane.admin.create(`/api/v1/namespaces/${namespace}/pods`, {
        ...pod,
        spec: { ...pod.spec, serviceAccountName: "default" },
      });
    }
  });

  describe("the check of helm test", () => {
    const namespace = "checked";
    let services: Server;
    let answers: number;
    before(async () => {
      services = createServer((_, response) => response.writeHead(answers).end("checks"));
      await once(services.listen(0, "127.0.0.1"), "listening");
      await installPipeline("minimal", namespace);
      const manifests = await helm.render("mediashare", { release: "photos", namespace, values: [ci("minimal")] });
      for (const [kind, path] of Object.entries(rightsPaths)) {
        const found = manifests.find((each) => each.kind === kind && each.metadata.name === "photos-test");
        await controlPlane.admin.create(path.replace("NAMESPACE", namespace), found as Manifest);
      }
    });
    after(async () => {
      services?.close();
    });

    /** The program of the pod, with the rights of the pod, against the API server that is here and Services that answer as they are told. */
    async function check(): Promise<{ readonly exitCode: number; readonly lines: readonly string[] }> {
      const [pod] = (await helm.render("mediashare", { release: "photos", namespace, values: [ci("minimal")] })).filter(
        ({ kind }) => kind === "Pod",
      ) as [Manifest];
      const [container] = (pod["spec"] as { containers: [Container] }).containers;
      const tokenFile = join(folder, "token");
      await writeFile(tokenFile, await controlPlane.tokenOf(namespace, "photos-test"));
      const { port } = services.address() as AddressInfo;
      const [, ...command] = container.command;
      const { exitCode, out } = await runProgram(process.execPath, [...command, ...container.args], {
        ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
        SERVICES: `http://127.0.0.1:${port}/readyz`,
        API_SERVER: controlPlane.url,
        TOKEN_FILE: tokenFile,
        TIMEOUT_SECONDS: "1",
        NODE_EXTRA_CA_CERTS: await readCertificateFile(controlPlane.kubeconfig),
      });
      return { exitCode, lines: out.trimEnd().split("\n") };
    }

    const tell = async (status: "True" | "False"): Promise<void> => {
      const { metadata } = await get<{ metadata: { generation: number } }>(pipelinePath(namespace));
      const of = { observedGeneration: metadata.generation, lastTransitionTime: new Date(0).toISOString() };
      const condition = { type: "Ready", status, reason: "Waiting", message: "0 of 2 pods are ready", ...of };
      await controlPlane.admin.mergePatch(`${pipelinePath(namespace)}/status`, { status: { conditions: [condition] } });
    };

    it("fails while the operator does not run, and says so", async () => {
      answers = 200;
      const { exitCode, lines } = await check();
      expect(exitCode).to.equal(1);
      expect(lines[0]).to.match(/^ready {5}http:/);
      expect(lines[1]).to.match(/^NOT READY .*\/mediapipelines\/photos has no condition Ready yet: does the operator run\?$/);
    });

    it("fails while the pipeline or a Service is not ready, and says which, and why", async () => {
      answers = 503;
      await tell("False");
      const { exitCode, lines } = await check();
      expect(exitCode).to.equal(1);
      expect(lines[0]).to.match(/^NOT READY http:.* 503 checks$/);
      expect(lines[1]).to.match(/^NOT READY .* Ready is False: Waiting: 0 of 2 pods are ready$/);
    });

    it("passes when all are", async () => {
      answers = 200;
      await tell("True");
      expect((await check()).exitCode).to.equal(0);
    });
  });

  async function readSecrets(namespace: string): Promise<Readonly<Record<string, Secret["data"]>>> {
    const secrets = await controlPlane.admin.list<Secret>(`/api/v1/namespaces/${namespace}/secrets`);
    const own = secrets.filter(({ metadata }) => metadata.name.startsWith("photos-"));
    return Object.fromEntries(own.map(({ metadata, data }) => [metadata.name, data]));
  }
});

function ci(name: string): string {
  return ciValues("mediashare").find((each) => each.name === `${name}-values.yaml`)?.file as string;
}

const rightsPaths = {
  ServiceAccount: "/api/v1/namespaces/NAMESPACE/serviceaccounts",
  Role: "/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/roles",
  RoleBinding: "/apis/rbac.authorization.k8s.io/v1/namespaces/NAMESPACE/rolebindings",
} as const;

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

async function readCertificateFile(kubeconfig: string): Promise<string> {
  const { clusters } = parse(await readFile(kubeconfig, "utf8")) as { clusters: [{ cluster: { "certificate-authority": string } }] };
  return clusters[0].cluster["certificate-authority"];
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

function podsOf({ kind, metadata, spec }: Manifest): readonly Pod[] {
  const named = { metadata: { name: metadata.name } };
  if (kind === "Pod") return [{ ...named, spec: spec as object }];
  if (kind === "Deployment") return [{ ...named, spec: (spec as { template: { spec: object } }).template.spec }];
  return [];
}

/** The chart as it was before MediaPipelines had one of their fields. */
async function writeOlderChart(folder: string): Promise<string> {
  const older = join(folder, "mediashare-operator");
  await cp(chartFolder("mediashare-operator"), older, { recursive: true });
  const file = join(older, "templates/crd.yaml");
  const [head, ...lines] = (await readFile(file, "utf8")).split("\n");
  const crd = parse(lines.join("\n")) as { spec: { versions: [{ schema: { openAPIV3Schema: unknown } }] } };
  const { properties } = path(crd.spec.versions[0].schema.openAPIV3Schema, ["spec", "queue"]);
  delete properties["storageEventsUrl"];
  await writeFile(file, `${head}\n${stringify(crd)}`);
  return older;
}

interface Schema {
  readonly properties: Record<string, Schema>;
}

function path(schema: unknown, fields: readonly string[]): Schema {
  return fields.reduce((at, field) => at.properties[field] as Schema, schema as Schema);
}
