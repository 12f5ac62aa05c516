import { readdir, readFile } from "node:fs/promises";
import { expect } from "chai";
import { chartNames, ciValues } from "../../support/charts/ci-values.ts";
import { Kubeconform } from "../../support/charts/kubeconform.ts";
import { useHelm } from "../../support/charts/use-helm.ts";
import { skipSuite } from "../../support/skip-suite.ts";

const golden = new URL("../cdk8s/golden/", import.meta.url);

interface Report {
  readonly resources?: readonly { readonly kind: string; readonly name: string; readonly status: string; readonly msg: string }[];
  readonly summary: { readonly valid: number; readonly invalid: number; readonly errors: number; readonly skipped: number };
}

describe("manifests and charts", function () {
  this.timeout(60_000);
  const helm = useHelm();
  let kubeconform: Kubeconform;
  before(async function () {
    this.timeout(600_000);
    const found = await Kubeconform.find();
    if (!found) return skipSuite(this, "kubeconform and the schemas that it takes need Go on PATH");
    kubeconform = found;
  });
  after(() => kubeconform?.remove());

  async function expectValid(text: string): Promise<void> {
    const { out, error } = await kubeconform.check(text);
    expect(error).to.equal("");
    const { resources = [], summary } = JSON.parse(out) as Report;
    expect(resources.map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`)).to.be.empty;
    expect(summary).to.include({ invalid: 0, errors: 0, skipped: 0 });
    expect(summary.valid).to.be.greaterThan(0);
  }

  for (const chart of chartNames) {
    for (const { name, file } of ciValues(chart)) {
      it(`charts/${chart} with ci/${name} passes helm lint --strict`, async () => {
        const { exitCode, out, error } = await helm().lint(chart, [file]);
        expect({ exitCode, out: /^\[(WARNING|ERROR)\].*$/m.exec(out)?.[0], error }).to.deep.equal({
          exitCode: 0,
          out: undefined,
          error: "",
        });
      });

      it(`charts/${chart} with ci/${name} renders what Kubernetes' own schemas allow`, async () => {
        const { exitCode, out, error } = await helm().template(chart, { release: "photos", namespace: "media", values: [file] });
        expect({ exitCode, error }).to.deep.equal({ exitCode: 0, error: "" });
        await expectValid(out);
      });
    }
  }

  it("npm run synth prints what Kubernetes' own schemas allow", async () => {
    for (const file of await readdir(golden)) {
      if (file.endsWith(".yaml")) await expectValid(await readFile(new URL(file, golden), "utf8"));
    }
  });

  it("a field that Kubernetes does not know is found", async () => {
    const wrong = "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { port: 80 }\n";
    const { out } = await kubeconform.check(wrong);
    expect(out).to.include("additional properties 'port' not allowed");
  });
});
