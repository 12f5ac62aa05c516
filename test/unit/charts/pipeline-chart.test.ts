import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMediaPipeline } from "@mediashare/api";
import { type BackendsOptions, type Manifest, publicBackendImages, renderBackends, renderPipeline } from "@mediashare/cdk8s";
import { runSynth, toYaml } from "@mediashare/cdk8s/synth";
import { expect } from "chai";
import { parse } from "yaml";
import { ciValues } from "../../support/charts/ci-values.ts";
import { expectSameManifests } from "../../support/charts/expect-same.ts";
import { chartFolder, readManifests } from "../../support/charts/helm.ts";
import { useHelm } from "../../support/charts/use-helm.ts";
import { containersOf, deploymentsOf } from "../../support/rendered-pods.ts";
import { useTempFolder } from "../../support/temp-folder.ts";

const place = { release: "photos", namespace: "media" };
const ci = (name: string): string => ciValues("mediashare").find((each) => each.name === `${name}-values.yaml`)?.file as string;
const example = (name: string): URL => new URL(`../../../cdk8s/examples/${name}.yaml`, import.meta.url);

describe("charts/mediashare", function () {
  this.timeout(30_000);
  const helm = useHelm();
  const folder = useTempFolder();
  const render = (values: readonly (string | object)[], release = place.release): Promise<Manifest[]> =>
    helm().render("mediashare", { ...place, release, values });
  const pipelineOf = async (values: readonly (string | object)[]): Promise<Manifest & { readonly spec: Record<string, unknown> }> => {
    const pipelines = (await render(values)).filter(({ kind }) => kind === "MediaPipeline");
    expect(pipelines).to.have.length(1);
    return pipelines[0] as never;
  };

  for (const { name, file } of ciValues("mediashare")) {
    it(`makes of ci/${name} one MediaPipeline, of which the operator renders what \`npm run synth -- --spec\` prints`, async () => {
      const pipeline = await pipelineOf([file]);
      const path = join(folder(), "pipeline.yaml");
      await writeFile(path, toYaml([pipeline]));
      const synth = await runSynth(["--spec", path]);
      expect(synth.error).to.equal("");
      const { metadata, spec } = parseMediaPipeline(pipeline);
      expect(metadata).to.include({ name: "photos", namespace: "media" });
      expectSameManifests(renderPipeline({ ...metadata, spec }), readManifests(synth.out));
    });
  }

  for (const name of ["photos", "minimal"]) {
    it(`passes on what cdk8s/examples/${name}.yaml says, and no more`, async () => {
      const { spec } = parse(await readFile(example(name), "utf8")) as { spec: object };
      expect((await pipelineOf([ci(name)])).spec).to.deep.equal(spec);
    });
  }

  it("takes the values of its README as they stand there", async () => {
    const readme = await readFile(join(chartFolder("mediashare"), "README.md"), "utf8");
    const [, yaml] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    expect((await pipelineOf([parse(yaml as string) as object])).spec).to.include.keys("upload", "worker", "web", "queue");
  });

  it("leaves out a fleet that is null", async () => {
    expect((await pipelineOf([ci("minimal"), { upload: null, web: null }])).spec)
      .to.include.keys("worker")
      .and.not.have.any.keys("upload", "web");
  });

  it("takes its own version for the tag, unless one is given", async () => {
    expect((await pipelineOf([ci("minimal")])).spec["image"]).to.include({ tag: "0.1.0" });
    expect((await pipelineOf([ci("minimal"), { image: { tag: "1.2.3" } }])).spec["image"]).to.include({ tag: "1.2.3" });
  });

  it("makes no Secret, no fleet and no Service itself", async () => {
    const kinds = (await render([ci("photos")])).map(({ kind }) => kind);
    expect(kinds).to.have.members([...["ServiceAccount", "Role", "RoleBinding", "Pod"], "MediaPipeline", "PodMonitor", "PrometheusRule"]);
  });

  it("refuses a release whose name is too long for a pipeline", async () => {
    const { exitCode, error } = await helm().template("mediashare", { ...place, release: "p".repeat(41), values: [ci("minimal")] });
    expect(exitCode).to.equal(1);
    expect(error).to.include("write one of at most 40 characters");
  });

  describe("development backends", () => {
    const options = {
      development: { images: { ...publicBackendImages, ...ownImages("registry.example.org/mediashare", "0.1.0") } },
      "development-volumes": {
        images: {
          ...{ postgres: "mediashare.test/postgres:e2e", s3: "mediashare.test/s3:e2e" },
          ...{ sqs: "elsewhere.example.org/sqs:1", edge: "elsewhere.example.org/edge:1" },
        },
        deliveryUrl: "http://media.test",
        siteOrigin: "http://site.test",
        volumes: { size: "10Gi", storageClassName: "fast" },
        pullPolicy: "Never",
        pullSecrets: ["registry"],
      },
    } as const;

    for (const [name, given] of Object.entries(options)) {
      it(`of ci/${name}-values.yaml are those of renderBackends, with passwords and keys of their own`, async () => {
        const manifests = (await render([ci(name)])).filter(({ metadata }) => managerOf(metadata) === "mediashare-development");
        const secrets = Object.assign({}, ...manifests.filter(({ kind }) => kind === "Secret").map((each) => each["stringData"]));
        const expected = renderBackends({
          ...{ name: place.release, namespace: place.namespace, deliveryUrl: "http://localhost:8082", siteOrigin: "http://localhost:8080" },
          ...(given as Pick<BackendsOptions, "images">),
          password: secrets.password,
          authSecret: secrets.secret,
          deliveryKeys: { privateKey: secrets["private-key"], publicKey: secrets["public-key"] },
        });
        const kept = { annotations: { "helm.sh/resource-policy": "keep" } };
        const isKept = ({ kind }: Manifest): boolean => "volumes" in given && ["Secret", "PersistentVolumeClaim"].includes(kind);
        expectSameManifests(
          manifests,
          expected.map((each) => (isKept(each) ? { ...each, metadata: { ...each.metadata, ...kept } } : each)),
        );
      });
    }

    it("have a key pair: the edge can check what the site signs", async () => {
      const secret = (await render([ci("development")])).find(({ metadata }) => metadata.name === "photos-delivery");
      const keys = secret?.["stringData"] as Record<string, string>;
      const jwk = { format: "jwk" } as const;
      expect(createPublicKey(createPrivateKey(keys["private-key"] as string)).export(jwk)).to.deep.equal(
        createPublicKey(keys["public-key"] as string).export(jwk),
      );
    });

    it("lead the pipeline to themselves, where the values do not lead it elsewhere", async () => {
      const { spec } = await pipelineOf([ci("development"), { queue: { storageEventsUrl: "https://sqs.example.org/1/events" } }]);
      expect(spec["queue"]).to.deep.equal({
        url: "http://photos-sqs.media.svc:4566/000000000000/tasks",
        deadLetterUrl: "http://photos-sqs.media.svc:4566/000000000000/tasks-dead",
        endpoint: "http://photos-sqs.media.svc:4566",
        storageEventsUrl: "https://sqs.example.org/1/events",
      });
    });
  });

  it("tests itself with an image of the release, as somebody who may read this pipeline and nothing else", async () => {
    const manifests = await render([ci("minimal")]);
    const isTest = ({ metadata }: Manifest): boolean => metadata.annotations?.["helm.sh/hook"] === "test";
    const [role] = manifests.filter((each) => isTest(each) && each.kind === "Role");
    expect(role?.["rules"]).to.deep.equal([
      { apiGroups: ["mediashare.dev"], resources: ["mediapipelines"], resourceNames: ["photos"], verbs: ["get"] },
    ]);
    const [pod] = manifests.filter((each) => isTest(each) && each.kind === "Pod") as [Manifest];
    const { containers, ...spec } = pod["spec"] as { containers: { image: string; securityContext: object }[]; securityContext: object };
    const { metadata, spec: pipeline } = parseMediaPipeline(await pipelineOf([ci("minimal")]));
    const web = deploymentsOf(renderPipeline({ ...metadata, spec: pipeline })).find(({ metadata: { name } }) => name === "photos-web");
    const [ofWeb] = web ? containersOf(web) : [];
    expect(containers[0]).to.deep.include({ image: ofWeb?.image, securityContext: ofWeb?.securityContext });
    expect(spec.securityContext).to.deep.include({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  });
});

function ownImages(repository: string, tag: string): { readonly sqs: string; readonly edge: string } {
  return { sqs: `${repository}/sqs:${tag}`, edge: `${repository}/edge:${tag}` };
}

function managerOf({ labels }: Manifest["metadata"]): string | undefined {
  return labels?.["app.kubernetes.io/managed-by"];
}
