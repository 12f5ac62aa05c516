import { readFile } from "node:fs/promises";
import { renderCrd } from "@mediashare/api";
import { type Manifest, type OperatorOptions, renderOperator } from "@mediashare/cdk8s";
import { runSynth } from "@mediashare/cdk8s/synth";
import { expect } from "chai";
import { parse } from "yaml";
import { ciValues } from "../../support/charts/ci-values.ts";
import { expectSameManifests } from "../../support/charts/expect-same.ts";
import { readManifests } from "../../support/charts/helm.ts";
import { useHelm } from "../../support/charts/use-helm.ts";

const namespace = "mediashare-system";
const optional = ["ServiceMonitor", "PrometheusRule", "ConfigMap"];

describe("charts/mediashare-operator", function () {
  this.timeout(30_000);
  const helm = useHelm();
  const render = (values: readonly (string | object)[] = []): Promise<Manifest[]> =>
    helm().render("mediashare-operator", { release: "mediashare-operator", namespace, values });

  it("renders what `npm run synth -- --operator` prints, and the CRD", async () => {
    const synth = await runSynth(["--operator", "--namespace", namespace, "--image", "example.org/m/operator:1.2.3"]);
    const manifests = await render([{ image: { repository: "example.org/m", tag: "1.2.3" } }]);
    expectSameManifests(manifests, [...readManifests(synth.out), keptCrd()]);
  });

  for (const { name, file } of ciValues("mediashare-operator")) {
    it(`renders of ci/${name} what renderOperator does of the same options`, async () => {
      const options = toOptions(parse(await readFile(file, "utf8")) as Values);
      expectSameManifests(
        (await render([file])).filter(({ kind }) => !optional.includes(kind)),
        [...renderOperator(options), keptCrd()],
      );
    });
  }

  it("keeps the CRD when the release goes, and has it among its templates, so that it is upgraded", async () => {
    const [crd] = (await render()).filter(({ kind }) => kind === "CustomResourceDefinition");
    expect(crd).to.deep.equal(keptCrd());
  });

  it("makes what Prometheus and Grafana read only where that is asked for", async () => {
    const kinds = (manifests: readonly Manifest[]): string[] => manifests.map(({ kind }) => kind).filter((kind) => optional.includes(kind));
    expect(kinds(await render())).to.be.empty;
    const on = { enabled: true };
    expect(kinds(await render([{ serviceMonitor: on, prometheusRule: on, dashboard: on }]))).to.have.members(optional);
  });
});

interface Values {
  readonly image?: { repository?: string; tag?: string; pullPolicy?: "Always"; pullSecrets?: string[] };
  readonly serviceAccount?: { readonly annotations?: Record<string, string> };
  readonly [other: string]: unknown;
}

/** As people would read the values. */
function toOptions({ image = {}, serviceAccount, ...values }: Values): OperatorOptions {
  const { replicas, watchNamespace, env, resources, priorityClassName, nodeSelector, tolerations } = values as Partial<OperatorOptions>;
  const { repository = "mediashare", tag = "0.1.0", pullPolicy, pullSecrets } = image;
  return {
    namespace,
    image: `${repository}/operator:${tag}`,
    ...(serviceAccount?.annotations && { serviceAccountAnnotations: serviceAccount.annotations }),
    ...(pullPolicy && { pullPolicy }),
    ...(pullSecrets && { pullSecrets }),
    ...(replicas !== undefined && { replicas }),
    ...(watchNamespace && { watchNamespace }),
    ...(env && { env }),
    ...(resources && { resources }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
  };
}

function keptCrd(): Manifest {
  const crd = renderCrd();
  return { ...crd, metadata: { ...crd.metadata, annotations: { "helm.sh/resource-policy": "keep" } } } as Manifest;
}
