import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseMediaPipeline, renderCrd } from "@mediashare/api";
import { backendsSpec, type Manifest, renderOperator, renderPipeline } from "@mediashare/cdk8s";
import { runSynth, toYaml } from "@mediashare/cdk8s/synth";
import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import { buildPipeline } from "../../support/pipeline-builder.ts";

const example = (name: string): string => fileURLToPath(new URL(`../../../cdk8s/examples/${name}.yaml`, import.meta.url));

describe("npm run synth", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-synth-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const name of ["photos", "minimal"]) {
    it(`prints of ${name}.yaml what the operator applies of it`, async () => {
      const { metadata, spec } = parseMediaPipeline(parse(await readFile(example(name), "utf8")));
      const { exitCode, out, error } = await runSynth(["--spec", example(name)]);
      expect({ exitCode, error }).to.deep.equal({ exitCode: 0, error: "" });
      expect(read(out)).to.deep.equal(renderPipeline({ name: metadata.name, namespace: metadata.namespace, spec }));
    });
  }

  it("takes every MediaPipeline of a file, and passes over what else is in it", async () => {
    const pipelines = ["one", "two"].map((namespace) => buildPipeline({ web: {} }, { namespace }));
    const file = await write("all.yaml", toYaml([{ apiVersion: "v1", kind: "Namespace", metadata: { name: "one" } }, ...pipelines]));
    const deployments = read((await runSynth(["--spec", file])).out).filter(({ kind }) => kind === "Deployment");
    expect(deployments.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).to.deep.equal(["one/photos-web", "two/photos-web"]);
  });

  it("prints the CustomResourceDefinition, and the operator with what is said of it", async () => {
    expect(read((await runSynth(["--crd"])).out)).to.deep.equal([renderCrd()]);
    const { out } = await runSynth(["--operator", "--namespace", "ops", "--image", "example.org/operator:1", "--watch-namespace", "media"]);
    expect(read(out)).to.deep.equal(renderOperator({ namespace: "ops", image: "example.org/operator:1", watchNamespace: "media" }));
  });

  it("has an example that leads to the development backends that it prints", async () => {
    const { spec, metadata } = parseMediaPipeline(parse(await readFile(example("development"), "utf8")));
    const written = parseMediaPipeline(
      buildPipeline({ ...backendsSpec({ ...metadata, deliveryUrl: "http://localhost:8082" }), upload: {}, worker: {}, web: {} }),
    );
    expect({ ...spec, image: undefined }).to.deep.equal({ ...written.spec, image: undefined });
    const { out } = await runSynth(["--backends"]);
    const made = read(out).map(({ kind, metadata: { name } }) => `${kind} ${name}`);
    for (const name of [
      spec.database.secretRef.name,
      spec.delivery.privateKeyRef.name,
      spec.auth?.secretRef.name,
      spec.credentialsSecretRef?.name,
    ]) {
      expect(made).to.include(`Secret ${name}`);
    }
  });

  it("makes a key pair for development backends: the edge can check what the site signs", async () => {
    const { out } = await runSynth(["--backends", "--namespace", "dev"]);
    const keys = read(out).find(({ metadata }) => metadata.name === "photos-delivery")?.["stringData"] as Record<string, string>;
    expect(keys["private-key"]).to.include("BEGIN PRIVATE KEY");
    expect(keys["public-key"]).to.include("BEGIN PUBLIC KEY");
    const again = await runSynth(["--backends", "--namespace", "dev", "--delivery-key", await write("key.pem", keys["private-key"] ?? "")]);
    expect(again.out, "with a key that is given").to.equal(out);
  });

  it("writes a file for each manifest with --out", async () => {
    const out = join(folder, "deep", "down");
    const result = await runSynth(["--spec", example("minimal"), "--out", out]);
    const files = (await readdir(out)).sort();
    expect(files).to.include("default.minimal-web.deployment.yaml");
    expect(result.out.trim().split("\n").sort()).to.deep.equal(files.map((file) => join(out, file)));
    const written = await Promise.all(files.map(async (file) => read(await readFile(join(out, file), "utf8"))));
    expect(written.flat()).to.have.deep.members(read((await runSynth(["--spec", example("minimal")])).out));
  });

  it("tells its options", async () => {
    for (const flag of ["--help", "-h"]) expect(await runSynth([flag])).to.deep.include({ exitCode: 0, error: "" });
    expect((await runSynth(["--help"])).out).to.match(/^usage: .*--spec FILE.*exit code: 0 done/s);
  });

  const misunderstood: readonly (readonly [readonly string[], string])[] = [
    [[], "say what: --spec FILE, --operator, --crd or --backends."],
    [["--crd", "--operator"], "--crd and --operator cannot be asked for at once."],
    [["--crd", "--image", "x"], "--image is no option of --crd."],
    [["--operator", "--image="], "--image is empty."],
    [["--backends", "--site-origin", "localhost"], '--site-origin is "localhost"; write a URL such as http://localhost:8080.'],
    [["--specs", "x"], "Unknown option '--specs'"],
    [["pipeline.yaml"], "Unexpected argument 'pipeline.yaml'"],
  ];
  for (const [args, message] of misunderstood) {
    it(`ends with 2 for "${args.join(" ")}"`, async () => {
      const { exitCode, out, error } = await runSynth(args);
      expect({ exitCode, out }).to.deep.equal({ exitCode: 2, out: "" });
      expect(error).to.include(`synth: ${message}`).and.include("usage: npm run");
    });
  }

  it("ends with 1 for what is wrong with a file, and names every fault", async () => {
    await expectFault(["--spec", join(folder, "none.yaml")], "none.yaml cannot be read: ENOENT");
    await expectFault(["--spec", await write("bad.yaml", "a: [")], "bad.yaml is not YAML: ");
    await expectFault(["--spec", await write("empty.yaml", "")], "empty.yaml: The MediaPipeline has a fault:\n  document: is missing");
    const faulty = buildPipeline({ region: "Europe", worker: { scaling: { min: 5, max: 4 } } });
    await expectFault(
      ["--spec", await write("faulty.yaml", toYaml([faulty]))],
      "The MediaPipeline has 2 faults:\n  spec.region: write an AWS region such as eu-west-1\n  spec.worker.scaling: min is greater",
    );
    await expectFault(["--backends", "--delivery-key", await write("key.pem", "key")], "key.pem is no RSA or ECDSA private key in PEM: ");
    await expectFault(["--crd", "--out", join(await write("file", ""), "folder")], "cannot be written: ENOTDIR");
  });

  async function expectFault(args: readonly string[], message: string): Promise<void> {
    const { exitCode, out, error } = await runSynth(args);
    expect({ exitCode, out }).to.deep.equal({ exitCode: 1, out: "" });
    expect(error).to.include(message).and.not.include("usage:");
  }

  async function write(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  }
});

describe("toYaml", () => {
  it("writes what YAML 1.1 and 1.2 read alike", () => {
    const texts = ["off", "yes", "n", "1_000", "017", "12:30:45", "1e3", "2026-01-01", "~", "", "a: b", "# c", "line\nline\n"];
    const object = { texts, number: 80, truth: false, nothing: null };
    for (const version of ["1.1", "1.2"] as const) expect(parse(toYaml([object]), { version })).to.deep.equal(object);
  });

  it("begins with what a thing is called, and keeps the order of all else", () => {
    expect(toYaml([{ spec: { b: 1, a: 2, name: "x" }, metadata: { labels: {}, name: "x" }, kind: "K", apiVersion: "v1" }])).to.equal(
      "apiVersion: v1\nkind: K\nmetadata:\n  name: x\n  labels: {}\nspec:\n  name: x\n  b: 1\n  a: 2\n",
    );
  });
});

function read(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
