import { parseMediaPipeline } from "@mediashare/api";
import { type Manifest, publicBackendImages, renderBackends, renderOperator, renderPipeline } from "@mediashare/cdk8s";
import { healthPaths, ports } from "@mediashare/contract";
import { expect } from "chai";
import { buildPipeline } from "../../support/pipeline-builder.ts";
import { containersOf, deploymentsOf, type RenderedDeployment, workloadsOf } from "../../support/rendered-pods.ts";

const ofPipeline = (part: object): Manifest[] => {
  const { metadata, spec } = parseMediaPipeline(buildPipeline(part));
  return renderPipeline({ ...metadata, spec });
};
const pipeline = ofPipeline({ upload: {}, worker: {}, web: {} });
const operator = renderOperator({ namespace: "mediashare-system", image: "operator" });
const backends = renderBackends({
  name: "photos",
  namespace: "default",
  images: { ...publicBackendImages, sqs: "sqs", edge: "edge" },
  password: "password",
  authSecret: "secret",
  deliveryKeys: { privateKey: "private", publicKey: "public" },
  deliveryUrl: "http://localhost:8082",
  siteOrigin: "http://localhost:8080",
});
const every = [...pipeline, ...operator, ...backends];

describe("every pod", () => {
  for (const deployment of workloadsOf(every)) {
    const { spec } = deployment.spec.template;

    it(`of ${deployment.metadata.name} keeps the restricted Pod Security Standard`, () => {
      expect(spec.securityContext).to.deep.include({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      for (const { name, securityContext } of containersOf(deployment)) {
        expect(securityContext, name).to.deep.equal({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    });

    it(`of ${deployment.metadata.name} asks for what it needs, and has a limit`, () => {
      for (const { name, resources } of containersOf(deployment)) {
        expect(resources?.requests, name).to.have.all.keys("cpu", "memory");
        // A limit of CPU would leave a node's idle cores idle.
        expect(resources?.limits, name).to.have.all.keys("memory");
      }
    });

    if (deployment.kind === "Job") continue;
    it(`of ${deployment.metadata.name} is selected by its Deployment`, () => {
      expect(deployment.spec.template.metadata.labels).to.include((deployment as RenderedDeployment).spec.selector.matchLabels);
    });
  }

  it("has a token of the API server only if it is the operator's", () => {
    const holders = workloadsOf(every).filter(({ spec }) => spec.template.spec.automountServiceAccountToken !== false);
    expect(holders.map(({ metadata }) => metadata.name)).to.deep.equal(["mediashare-operator"]);
  });
});

describe("the pods of our own processes", () => {
  const portsOf: Readonly<Record<string, number>> = {
    "photos-upload": ports.upload,
    "photos-web": ports.web,
    "photos-worker": ports.metrics,
    "mediashare-operator": ports.metrics,
  };
  for (const { metadata, spec } of deploymentsOf([...pipeline, ...operator])) {
    const pod = spec.template.spec;

    it(`of ${metadata.name} are probed where the contract has them answer`, () => {
      const [container] = pod.containers;
      expect(container?.ports).to.deep.equal([{ name: "http", containerPort: portsOf[metadata.name] }]);
      expect(container?.env).to.deep.include({ name: "MEDIASHARE_PORT", value: String(portsOf[metadata.name]) });
      expect(container?.startupProbe?.httpGet).to.deep.equal({ path: healthPaths.live, port: "http" });
      expect(container?.livenessProbe?.httpGet).to.deep.equal({ path: healthPaths.live, port: "http" });
      expect(container?.readinessProbe?.httpGet).to.deep.equal({ path: healthPaths.ready, port: "http" });
    });

    it(`of ${metadata.name} end in order within Spot's two minutes`, () => {
      const graceSeconds = pod.terminationGracePeriodSeconds ?? Number.POSITIVE_INFINITY;
      const [{ env = [], lifecycle } = {}] = pod.containers;
      const own = env.find(({ name }) => name === "MEDIASHARE_SHUTDOWN_GRACE")?.value ?? "25s";
      const drainSeconds = Number(lifecycle?.preStop?.exec?.command[1] ?? 0);
      expect(graceSeconds).to.be.at.most(120);
      expect(drainSeconds + Number.parseInt(own, 10), "before SIGKILL").to.be.below(graceSeconds);
    });
  }

  it("run as their own ServiceAccount, which is rendered", () => {
    const accounts = [...pipeline, ...operator].filter(({ kind }) => kind === "ServiceAccount").map(({ metadata }) => metadata.name);
    const used = deploymentsOf([...pipeline, ...operator]).map(({ spec }) => spec.template.spec.serviceAccountName);
    expect(used).to.deep.equal(accounts);
  });
});
