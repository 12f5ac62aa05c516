import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseMediaPipeline } from "@mediashare/api";
import { backendsSpec, type Manifest, publicBackendImages, renderBackends, renderPipeline } from "@mediashare/cdk8s";
import { ports } from "@mediashare/contract";
import { Ajv } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";
import { buildPipeline } from "../../support/pipeline-builder.ts";

interface Artifact {
  readonly image: string;
  readonly context?: string;
  readonly docker: { readonly dockerfile?: string; readonly target: string; readonly buildArgs?: Readonly<Record<string, string>> };
  readonly sync?: { readonly manual: readonly { readonly src: string; readonly dest: string }[] };
}

interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chartPath: string;
  readonly setValues?: Readonly<Record<string, unknown>>;
  readonly setValueTemplates: Readonly<Record<string, string>>;
}

interface Forward {
  readonly resourceType: string;
  readonly resourceName: string;
  readonly namespace: string;
  readonly port: number;
  readonly localPort: number;
}

interface Skaffold {
  readonly build: { readonly artifacts: readonly Artifact[] };
  readonly deploy: { readonly helm: { readonly releases: readonly Release[] } };
  readonly portForward: readonly Forward[];
}

const root = new URL("../../../", import.meta.url);
const readText = (path: string): Promise<string> => readFile(new URL(path, root), "utf8");
const readJson = async (path: string): Promise<object> => JSON.parse(await readText(path)) as object;

describe("skaffold.yaml", () => {
  let skaffold: Skaffold;
  let dockerfile: string;

  before(async () => {
    skaffold = parse(await readText("skaffold.yaml")) as Skaffold;
    dockerfile = await readText("Dockerfile");
  });

  it("is what Skaffold takes", async () => {
    const validate = validator(await readJson("test/support/schemas/skaffold-v4beta13.json"));
    expect(validate(skaffold), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...skaffold, deploys: {} }), "with a field that there is not").to.equal(false);
  });

  it("builds targets of the Dockerfile, with arguments that they have, for fleets that there are", () => {
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, target]) => target);
    const declared = [...dockerfile.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    for (const { image, context = ".", docker } of skaffold.build.artifacts) {
      expect(context, image).to.equal(".");
      expect(docker.dockerfile ?? "Dockerfile", image).to.equal("Dockerfile");
      expect(targets, image).to.include(docker.target);
      for (const [name, fleet] of Object.entries(docker.buildArgs ?? {})) {
        expect(declared, image).to.include(name);
        expect(existsSync(new URL(`services/${fleet}/src/main.ts`, root)), image).to.equal(true);
      }
    }
  });

  it("puts sources where images that run sources have them", async () => {
    const code = /^code=(\S+)$/m.exec(await readText("images/run-sources"))?.[1];
    for (const { image, docker, sync } of skaffold.build.artifacts) {
      expect(docker.target === "dev", `${image} has its sources put into it`).to.equal(sync !== undefined);
      for (const { src, dest } of sync?.manual ?? []) {
        expect(dest, image).to.equal(code);
        expect(globSync(src, { cwd: fileURLToPath(root) })).to.include(`services/${docker.buildArgs?.["FLEET"]}/src/main.ts`);
      }
    }
  });

  it("gives charts values that they take, with all images that it builds and no others", async () => {
    const used = new Set<string>();
    for (const { chartPath, setValues = {}, setValueTemplates } of skaffold.deploy.helm.releases) {
      const { values, images } = fillTemplates(setValueTemplates, skaffold.build.artifacts);
      for (const image of images) used.add(image);
      const validate = validator(await readJson(`${chartPath}/values.schema.json`));
      expect(validate(nest({ ...setValues, ...values })), JSON.stringify(validate.errors)).to.equal(true);
    }
    expect([...used].sort()).to.deep.equal(skaffold.build.artifacts.map(({ image }) => image).sort());
  });

  it("leads the usual ports of localhost to Services of what it installs", () => {
    const { name = "", namespace = "" } = skaffold.deploy.helm.releases.find(({ chartPath }) => chartPath === "charts/mediashare") ?? {};
    const services = renderAll({ name, namespace }).filter(({ kind }) => kind === "Service");
    for (const forward of skaffold.portForward) {
      const service = services.find(({ metadata }) => metadata.name === forward.resourceName);
      expect(forward, forward.resourceName).to.include({ resourceType: "Service", namespace });
      expect((service?.["spec"] as { ports: { port: number }[] } | undefined)?.ports.map(({ port }) => port)).to.include(forward.port);
    }
    expect(skaffold.portForward.map(({ localPort }) => localPort)).to.deep.equal([ports.web, ports.upload, ports.edge]);
  });
});

describe("cdk8s/kind.yaml", () => {
  it("is a cluster of kind's, with a node to run pods", async () => {
    const { kind, apiVersion, nodes } = parse(await readText("cdk8s/kind.yaml")) as {
      kind: string;
      apiVersion: string;
      nodes: { role: string }[];
    };
    expect({ kind, apiVersion }).to.deep.equal({ kind: "Cluster", apiVersion: "kind.x-k8s.io/v1alpha4" });
    expect(nodes.map(({ role }) => role)).to.include("control-plane");
  });
});

/** Schemas written for people's editors have words of their own. */
function validator(schema: object): ReturnType<Ajv["compile"]> {
  return new Ajv({ strict: false, validateFormats: false, logger: false }).compile(schema);
}

/** As Skaffold fills `{{.IMAGE_TAG_mediashare_web}}`: https://skaffold.dev/docs/deployers/helm/ */
function fillTemplates(
  templates: Readonly<Record<string, string>>,
  artifacts: readonly Artifact[],
): { readonly values: Readonly<Record<string, string>>; readonly images: readonly string[] } {
  const images: string[] = [];
  const values = Object.entries(templates).map(([key, template]) => {
    const [, what, name] = /^\{\{\.IMAGE_(FULLY_QUALIFIED|REPO|TAG)_(\w+)\}\}$/.exec(template) ?? [];
    const artifact = artifacts.find(({ image }) => image.replace(/[/-]/g, "_") === name);
    if (!artifact) throw new Error(`${key}: ${template} names no image that is built.`);
    images.push(artifact.image);
    const filled = { FULLY_QUALIFIED: `${artifact.image}:a1b2`, REPO: artifact.image, TAG: "a1b2" };
    return [key, filled[what as keyof typeof filled]] as const;
  });
  return { values: Object.fromEntries(values), images };
}

/** `{ "a.b": 1 }` as `{ a: { b: 1 } }`. */
function nest(flat: Readonly<Record<string, unknown>>): object {
  const nested: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const steps = path.split(".");
    const last = steps.pop() as string;
    let place = nested;
    for (const step of steps) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return nested;
}

function renderAll(place: { readonly name: string; readonly namespace: string }): readonly Manifest[] {
  const deliveryUrl = `http://localhost:${ports.edge}`;
  const part = { ...backendsSpec({ ...place, deliveryUrl }), upload: {}, web: {}, worker: {} };
  const { spec } = parseMediaPipeline(buildPipeline(part, place));
  const backends = renderBackends({
    ...place,
    images: { ...publicBackendImages, sqs: "sqs", edge: "edge" },
    password: "password",
    authSecret: "secret",
    deliveryKeys: { privateKey: "private", publicKey: "public" },
    deliveryUrl,
    siteOrigin: `http://localhost:${ports.web}`,
  });
  return [...renderPipeline({ ...place, spec }), ...backends];
}
