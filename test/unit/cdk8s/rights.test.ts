import { parseMediaPipeline } from "@mediashare/api";
import { type Manifest, type OperatorOptions, renderOperator, renderPipeline } from "@mediashare/cdk8s";
import { expect } from "chai";
import { expectGolden } from "../../support/golden.ts";
import { buildPipeline } from "../../support/pipeline-builder.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface Binding {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

const options: OperatorOptions = { namespace: "mediashare-system", image: "operator" };

describe("the operator's rights", () => {
  it("are these verbs, which its code uses, and no others", () => {
    expectGolden(new URL("./golden/rights.txt", import.meta.url), renderTable(renderOperator(options)));
  });

  it("reach one namespace alone, nodes aside, when it watches only that one", () => {
    const scopes = rolesOf(renderOperator({ ...options, watchNamespace: "media" })).map(({ kind, metadata }) => {
      return `${kind} ${metadata.name}${metadata.namespace === undefined ? "" : ` in ${metadata.namespace}`}`;
    });
    expect(scopes).to.deep.equal([
      "Role mediashare-operator-pipelines in media",
      "ClusterRole mediashare-operator-nodes",
      "Role mediashare-operator-leader in mediashare-system",
    ]);
  });

  it("have no wildcards, and none that would let it gain more", () => {
    const rules = rolesOf(renderOperator(options)).flatMap(({ rules: each }) => each);
    const words = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    expect(words).to.not.include.members(["*"]);
    expect(words.filter((word) => /^(escalate|bind|impersonate|roles|clusterroles|serviceaccounts\/token|pods\/exec)$/.test(word))).to.be
      .empty;
    const ofSecrets = rules.filter(({ resources }) => resources.includes("secrets")).flatMap(({ verbs }) => verbs);
    expect(ofSecrets, "Secrets cannot be listed").to.deep.equal(["get"]);
  });

  it("are bound to its own ServiceAccount, each where its role is", () => {
    for (const watchNamespace of [undefined, "media"]) {
      const manifests = renderOperator({ ...options, ...(watchNamespace && { watchNamespace }) });
      const bindings = manifests.filter(({ kind }) => kind.endsWith("Binding")) as unknown as Binding[];
      expect(bindings).to.have.length(rolesOf(manifests).length);
      for (const { kind, metadata, roleRef, subjects } of bindings) {
        expect(kind).to.equal(`${roleRef.kind}Binding`);
        const role = manifests.find((each) => each.kind === roleRef.kind && each.metadata.name === roleRef.name);
        expect(role?.metadata.namespace, roleRef.name).to.equal(metadata.namespace);
        expect(subjects).to.deep.equal([{ kind: "ServiceAccount", name: "mediashare-operator", namespace: options.namespace }]);
      }
    }
  });

  it("suffice for every kind that a pipeline renders to", () => {
    const { metadata, spec } = parseMediaPipeline(
      buildPipeline({ upload: {}, web: {}, worker: {}, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } }),
    );
    const children = renderPipeline({ ...metadata, spec });
    const rules = rolesOf(renderOperator(options)).flatMap(({ rules: each }) => each);
    for (const { apiVersion, kind } of children) {
      const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
      const resource = kind.toLowerCase().replace(/y$/, "ie").replace(/s$/, "se").concat("s");
      const granted = rules.filter(({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource));
      expect(
        granted.flatMap(({ verbs }) => verbs),
        kind,
      ).to.include.members(["list", "watch", "create", "patch", "delete"]);
    }
  });
});

function rolesOf(manifests: readonly Manifest[]): readonly (Manifest & { readonly rules: readonly Rule[] })[] {
  return manifests.filter(({ kind }) => kind === "Role" || kind === "ClusterRole") as never;
}

/** A line for each resource, as `kubectl auth can-i --list` has them, with where it holds. */
function renderTable(manifests: readonly Manifest[]): string {
  const lines = rolesOf(manifests).flatMap(({ metadata, rules }) =>
    rules.flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => {
          const where = metadata.namespace === undefined ? "cluster" : metadata.namespace;
          const what = `${resource}${group === "" ? "" : `.${group}`}${resourceNames.map((name) => ` ${name}`).join("")}`;
          return `${where.padEnd(18)}${what.padEnd(52)}${verbs.join(" ")}`;
        }),
      ),
    ),
  );
  return `${lines.join("\n")}\n`;
}
