import { readFileSync } from "node:fs";
import { renderCrd } from "@mediashare/api";
import { expect } from "chai";
import { parse } from "yaml";
import { renderRules } from "../../generate/charts/render-rules.ts";
import type { ValuesSchema } from "../../generate/charts/values-schema.ts";
import { ciValues } from "../../support/charts/ci-values.ts";
import type { ChartName } from "../../support/charts/helm.ts";
import { useHelm } from "../../support/charts/use-helm.ts";

const file = (name: string): string => ciValues("mediashare").find((each) => each.name === `${name}-values.yaml`)?.file as string;
const minimal = file("minimal");
const { auth: _auth, ...withoutAuth } = parse(readFileSync(minimal, "utf8")) as Record<string, object>;
const development = file("development");
const twoFleets = { upload: {}, web: {} };
const hosts = { webHost: "a.example.org", uploadHost: "b.example.org" };
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/minimal";
const group = { name: "spot", cluster: "production", capacityType: "Spot", max: 3 };

/** What is wrong, over which values, and the words that name the key and what to write. */
const ofPipeline: readonly (readonly [object, string, RegExp])[] = [
  [{ worker: { scaling: { min: "1" } } }, minimal, /'\/worker\/scaling\/min': got string, want integer/],
  [{ worker: { scaling: { min: -1 } } }, minimal, /'\/worker\/scaling\/min': minimum: got -1, want 0/],
  [{ worker: { scaling: { minimum: 1 } } }, minimal, /'\/worker\/scaling': additional properties 'minimum' not allowed/],
  [{ worker: { scaling: { drainTarget: "soon" } } }, minimal, /'\/worker\/scaling\/drainTarget': 'soon' does not match pattern/],
  [{ worker: { scaling: { mode: "auto" } } }, minimal, /'\/worker\/scaling\/mode': value must be one of 'Auto', 'Observe', 'Paused'/],
  [{ worker: { nodeGroups: [{ ...group, max: undefined }] } }, minimal, /'\/worker\/nodeGroups\/0': missing property 'max'/],
  [{ workers: {} }, minimal, /additional properties 'workers' not allowed/],
  [{ region: null }, minimal, /missing property 'region'|'\/region': got null, want string/],
  [{ image: { tag: 1.1 } }, minimal, /'\/image\/tag': got number, want string/],
  [
    { storage: { originals: { bucket: null } } },
    minimal,
    /'\/storage\/originals\/bucket': got null, want string|missing property 'bucket'/,
  ],
  [{ storage: { originals: { bucket: "Bucket" } } }, minimal, /'\/storage\/originals\/bucket': 'Bucket' does not match pattern/],
  [{ database: { secretRef: { name: "" } } }, minimal, /'\/database\/secretRef\/name': minLength: got 0, want 1/],
  [{ developmentBackends: { enabled: "yes" } }, minimal, /'\/developmentBackends\/enabled': got string, want boolean/],
  [
    { developmentBackends: { volumes: { size: "ten" } } },
    development,
    /'\/developmentBackends\/volumes\/size': 'ten' does not match pattern/,
  ],
  [{ developmentBackends: { enabled: false } }, development, /missing properties 'region', 'storage', 'queue', 'database', 'delivery'/],
  [{ storage: { originals: { bucket: 1 } } }, development, /'\/storage\/originals\/bucket': got number, want string/],
];

/** Each rule of the CRD that Helm knows, by a spec that breaks it. */
const rules: readonly (readonly [object, string])[] = [
  [{ upload: null, worker: null, web: null }, "the pipeline has no fleet; write at least one of upload, worker and web"],
  [
    { ...twoFleets, auth: undefined },
    "the fleets upload and web need auth.secretRef: the name of a Secret with 32 random characters or more",
  ],
  [
    { ingress: hosts, web: null },
    "ingress has a host for the upload fleet and one for the web fleet; add both fleets or leave ingress out",
  ],
  [{ queue: { deadLetterUrl: queueUrl } }, "queue: url and deadLetterUrl name the same queue"],
  [
    { delivery: { url: "https://edge.example.org" } },
    "delivery: write either domain (a CloudFront distribution's) or url (another edge's)",
  ],
  [{ ...twoFleets, ingress: { webHost: "a.example.org", uploadHost: "a.example.org" } }, "ingress: webHost and uploadHost are the same"],
  [
    { ...twoFleets, ingress: { ...hosts, certificateArn: "arn", tlsSecretName: "tls" } },
    "ingress: write certificateArn (class alb) or tlsSecretName (other classes), not both",
  ],
  [
    { upload: { scaling: { min: 21, metric: { cpuUtilization: 60 } } } },
    "upload.scaling: min is greater than max; write a min of at most max",
  ],
  [{ web: { scaling: { min: 11, metric: { cpuUtilization: 60 } } } }, "web.scaling: min is greater than max; write a min of at most max"],
  [{ worker: { scaling: { min: 11 } } }, "worker.scaling: min is greater than max; write a min of at most max"],
  [{ worker: { scaling: { max: 0, min: 1 } } }, "worker.scaling: min is greater than max; write a min of at most max"],
  [{ upload: { scaling: { metric: {} } } }, "upload.scaling.metric: write either requestCountPerTarget or cpuUtilization"],
  [
    { web: { scaling: { metric: { requestCountPerTarget: 1, cpuUtilization: 1 } } } },
    "web.scaling.metric: write either requestCountPerTarget or cpuUtilization",
  ],
  [{ worker: { nodeGroups: [group, { ...group, name: "b", min: 4 }] } }, "worker.nodeGroups[1]: min is greater than max"],
];

const ofOperator: readonly (readonly [object, RegExp])[] = [
  [{ replicas: "2" }, /'\/replicas': got string, want integer/],
  [{ image: { pullPolicy: "never" } }, /'\/image\/pullPolicy': value must be one of/],
  [{ env: { MEDIASHARE_PORT: "80" } }, /'\/env': additional properties 'MEDIASHARE_PORT' not allowed/],
  [{ env: { MEDIASHARE_RECONCILE_CONCURRENCY: 4 } }, /'\/env\/MEDIASHARE_RECONCILE_CONCURRENCY': got number, want string/],
  [{ watchNamespaces: ["media"] }, /additional properties 'watchNamespaces' not allowed/],
];

describe("Helm refuses", function () {
  this.timeout(30_000);
  const helm = useHelm();

  async function expectRefusal(chart: ChartName, values: readonly (string | object)[], words: RegExp | string): Promise<void> {
    const { exitCode, out, error } = await helm().template(chart, { release: "photos", namespace: "media", values });
    expect({ exitCode, out }).to.deep.equal({ exitCode: 1, out: "" });
    expect(error).to.match(typeof words === "string" ? new RegExp(words.replace(/[[\]().;]/g, "\\$&")) : words);
  }

  for (const [values, over, words] of ofPipeline) {
    it(`of charts/mediashare ${JSON.stringify(values)}`, () => expectRefusal("mediashare", [over, values], words));
  }

  for (const [values, words] of rules) {
    it(`${JSON.stringify(values)}, as the API server would`, () =>
      expectRefusal("mediashare", ["auth" in values ? withoutAuth : minimal, values], words));
  }

  for (const [values, words] of ofOperator) {
    it(`of charts/mediashare-operator ${JSON.stringify(values)}`, () => expectRefusal("mediashare-operator", [values], words));
  }

  it("what breaks any rule of the CRD that fields can be compared by: each is tried above", () => {
    const { spec } = renderCrd().spec.versions[0]?.schema.openAPIV3Schema.properties ?? {};
    const known = [...renderRules("rules", spec as ValuesSchema).matchAll(/fail \(?(?:printf )?("(?:[^"\\]|\\.)*")/g)].map(
      ([, text]) => JSON.parse(text as string) as string,
    );
    const tried = rules.map(([, words]) => words.replace(/\[\d+\]/, "[%d]"));
    expect(known.filter((message) => !tried.some((words) => message.startsWith(words)))).to.be.empty;
  });
});
