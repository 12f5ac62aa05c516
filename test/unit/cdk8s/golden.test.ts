import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { publicBackendImages, renderBackends } from "@mediashare/cdk8s";
import { runSynth, toYaml } from "@mediashare/cdk8s/synth";
import { expect } from "chai";
import { expectGolden } from "../../support/golden.ts";

const root = new URL("../../../", import.meta.url);
const golden = (name: string): URL => new URL(`./golden/${name}.yaml`, import.meta.url);

describe("the manifests", () => {
  for (const name of ["photos", "minimal", "development"]) {
    it(`of cdk8s/examples/${name}.yaml are the approved ones`, async () => {
      const { out, error } = await runSynth(["--spec", fileURLToPath(new URL(`cdk8s/examples/${name}.yaml`, root))]);
      expect(error).to.equal("");
      expectGolden(golden(`pipeline-${name}`), out);
    });
  }

  it("of the operator are the approved ones", async () => {
    expectGolden(golden("operator"), (await runSynth(["--operator"])).out);
  });

  it("of an operator of one namespace are the approved ones", async () => {
    expectGolden(golden("operator-of-namespace"), (await runSynth(["--operator", "--watch-namespace", "media"])).out);
  });

  it("of the MediaPipeline resource are operator/api/crd.yaml", async () => {
    expect((await runSynth(["--crd"])).out).to.equal(await readFile(new URL("operator/api/crd.yaml", root), "utf8"));
  });

  it("of development backends are the approved ones", () => {
    const backends = renderBackends({
      name: "photos",
      namespace: "development",
      images: { ...publicBackendImages, sqs: "mediashare/sqs:0.1.0", edge: "mediashare/edge:0.1.0" },
      password: "development",
      authSecret: "what keys for tokens come from",
      deliveryKeys: { privateKey: "PEM of the private key\n", publicKey: "PEM of the public key\n" },
      deliveryUrl: "http://localhost:8082",
      siteOrigin: "http://localhost:8080",
      volumes: { size: "10Gi" },
    });
    expectGolden(golden("backends"), toYaml(backends));
  });
});
