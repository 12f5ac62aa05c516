import { existsSync } from "node:fs";
import { fleets, parseMediaPipeline } from "@mediashare/api";
import { type Manifest, renderPipeline, selectorOf } from "@mediashare/cdk8s";
import { migrationProgram, ports } from "@mediashare/contract";
import { expect } from "chai";
import fc from "fast-check";
import { buildPipeline } from "../../support/pipeline-builder.ts";
import { deploymentsOf, type RenderedWorkload, workloadsOf } from "../../support/rendered-pods.ts";

const render = (part: object): Manifest[] => {
  const { metadata, spec } = parseMediaPipeline(buildPipeline(part));
  return renderPipeline({ ...metadata, spec });
};
const allFleets = { upload: {}, worker: {}, web: {} };
const loadScaling = { min: 3, max: 4, metric: { cpuUtilization: 60 } };

describe("renderPipeline", () => {
  it("renders nothing of a fleet that is left out", () => {
    fc.assert(
      fc.property(fc.subarray([...fleets], { minLength: 1 }), (present) => {
        const manifests = render(Object.fromEntries(present.map((fleet) => [fleet, {}])));
        const components = manifests.map(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"]);
        expect([...new Set(components)]).to.have.members(["migrate", ...present]);
        const text = JSON.stringify(manifests);
        for (const fleet of fleets) expect(text.includes(`photos-${fleet}`), fleet).to.equal(present.includes(fleet));
      }),
    );
  });

  it("never says how many pods a fleet has: whoever scales it does", () => {
    const worker = { scaling: { min: 5, max: 9 } };
    for (const part of [allFleets, { upload: { scaling: loadScaling }, web: { scaling: loadScaling }, worker }]) {
      for (const { spec } of deploymentsOf(render(part))) expect(spec).to.not.have.property("replicas");
    }
  });

  it("gives the same manifests in the same order each time", () => {
    expect(JSON.stringify(render(allFleets))).to.equal(JSON.stringify(render(allFleets)));
  });

  it("names and labels everything after the pipeline, in its namespace, each once", () => {
    const manifests = render({ ...allFleets, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } });
    for (const { kind, metadata } of manifests) {
      expect(metadata.namespace, kind).to.equal("default");
      expect(metadata.name, kind).to.match(/^photos-(upload|worker|web|public|migrate(-[0-9a-f]{8})?)$/);
      expect(metadata.labels).to.include({ ...selectorOf("photos"), "app.kubernetes.io/managed-by": "mediashare-operator" });
    }
    const ids = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  describe("the migration", () => {
    const jobOf = (part: object): RenderedWorkload => {
      const [job] = workloadsOf(render(part)).filter(({ kind }) => kind === "Job");
      if (!job) throw new Error("There is no Job.");
      return job;
    };

    it("is another Job for another image or database, and the same for whatever else changes", () => {
      const name = jobOf(allFleets).metadata.name;
      const image = { repository: "registry.example.org/mediashare", tag: "0.2.0" };
      expect(jobOf({ ...allFleets, image }).metadata.name).to.not.equal(name);
      expect(jobOf({ ...allFleets, database: { secretRef: { name: "other" } } }).metadata.name).to.not.equal(name);
      expect(
        jobOf({ ...allFleets, upload: { scaling: loadScaling, env: [{ name: "MEDIASHARE_LOG_LEVEL", value: "debug" }] } }).metadata.name,
      ).to.equal(name);
    });

    it("runs the image of a fleet that is there, from where the collected image has the program", async () => {
      for (const fleet of fleets) {
        const { containers } = jobOf({ [fleet]: {} }).spec.template.spec;
        expect(containers[0]).to.include({ image: `registry.example.org/mediashare/${fleet}:0.1.0` });
      }
      const source = migrationProgram.replace("/dist/", "/src/").replace(/\.js$/, ".ts");
      expect(existsSync(new URL(`../../../${source}`, import.meta.url))).to.equal(true);
    });

    it("is reached by nobody, and reaches the database alone", () => {
      const policy = ofKind(render(allFleets), "NetworkPolicy").find(({ metadata }) => metadata.name === "photos-migrate");
      const egress = policy?.spec["egress"] as { ports: { port: number }[] }[];
      expect(policy?.spec["ingress"] ?? []).to.deep.equal([]);
      expect(egress.flatMap(({ ports: each }) => each.map(({ port }) => port))).to.deep.equal([53, 53, 5432]);
    });
  });

  it("takes a fleet's own image and priority before the pipeline's", () => {
    const image = "registry.example.org/upload@sha256:0000";
    const [upload, worker] = deploymentsOf(render({ upload: { image, priorityClassName: "mediashare-serving" }, worker: {} }));
    expect(upload?.spec.template.spec).to.include({ priorityClassName: "mediashare-serving" });
    expect(upload?.spec.template.spec.containers[0]?.image).to.equal(image);
    expect(worker?.spec.template.spec).to.not.have.property("priorityClassName");
    expect(worker?.spec.template.spec.containers[0]?.image).to.equal("registry.example.org/mediashare/worker:0.1.0");
  });

  it("lets the load balancer wait as long as an upload server may take to end", () => {
    const [ingress] = ofKind(render({ ...allFleets, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } }), "Ingress");
    const grace = deploymentsOf(render(allFleets))[0]?.spec.template.spec.terminationGracePeriodSeconds;
    expect(ingress?.metadata.annotations?.["alb.ingress.kubernetes.io/target-group-attributes"]).to.equal(
      `deregistration_delay.timeout_seconds=${grace}`,
    );
  });

  it("keeps all pods but one of upload and web through a drain; workers may go, as they let go of their tasks", () => {
    const budgets = ofKind(render(allFleets), "PodDisruptionBudget");
    expect(budgets.map(({ metadata }) => metadata.name)).to.deep.equal(["photos-upload", "photos-web"]);
    for (const { metadata, spec } of budgets) {
      expect(spec).to.deep.include({ maxUnavailable: 1, selector: { matchLabels: selectorOf("photos", metadata.name.slice(7)) } });
    }
  });

  it("spreads upload and web over zones and nodes, and leaves workers close together", () => {
    const spreads = deploymentsOf(render(allFleets)).map(({ metadata, spec }) => {
      const constraints = spec.template.spec.topologySpreadConstraints ?? [];
      for (const { labelSelector } of constraints) expect(labelSelector).to.deep.equal({ matchLabels: spec.selector.matchLabels });
      return [metadata.name, constraints.map(({ topologyKey }) => topologyKey)];
    });
    const over = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];
    expect(spreads).to.deep.equal([
      ["photos-upload", over],
      ["photos-worker", []],
      ["photos-web", over],
    ]);
  });

  describe("service accounts", () => {
    it("carry the annotations of the spec, and only those of their own fleet", () => {
      const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/worker" };
      const accounts = ofKind(render({ ...allFleets, worker: { serviceAccount: { annotations } } }), "ServiceAccount");
      expect(accounts.map(({ metadata }) => [metadata.name, metadata.annotations])).to.deep.equal([
        ["photos-upload", undefined],
        ["photos-worker", annotations],
        ["photos-web", undefined],
      ]);
    });

    it("that exist already are used, and none is made", () => {
      const manifests = render({ web: { serviceAccount: { name: "existing" } } });
      expect(ofKind(manifests, "ServiceAccount")).to.be.empty;
      expect(deploymentsOf(manifests)[0]?.spec.template.spec.serviceAccountName).to.equal("existing");
    });
  });

  describe("network policies", () => {
    it("select their fleet's pods, and let in its own port alone", () => {
      const manifests = render(allFleets);
      const portOf = { upload: ports.upload, worker: ports.metrics, web: ports.web };
      for (const fleet of fleets) {
        const { spec } = ofKind(manifests, "NetworkPolicy").find(({ metadata }) => metadata.name === `photos-${fleet}`) ?? {};
        const selected = (spec as { podSelector: { matchLabels: object } }).podSelector.matchLabels;
        const pods = deploymentsOf(manifests).filter((each) => isSubset(selected, each.spec.template.metadata.labels));
        expect(pods.map(({ metadata }) => metadata.name)).to.deep.equal([`photos-${fleet}`]);
        const ingress = (spec as { ingress: { ports: object[] }[] }).ingress;
        expect(ingress.flatMap(({ ports: each }) => each)).to.deep.equal([{ protocol: "TCP", port: portOf[fleet] }]);
      }
    });

    it("let pods out to the ports of the database and of servers other than AWS, and never to the node's credentials", () => {
      const manifests = render({ web: {}, database: { secretRef: { name: "db" }, port: 6432 }, storage: local });
      const outside = outsideOf(manifests, "web");
      expect(outside?.ports.map(({ port }) => port)).to.deep.equal([443, 6432, 7070]);
      expect(outside?.to).to.deep.equal([
        { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } },
        { ipBlock: { cidr: "::/0", except: ["fd00:ec2::254/128"] } },
      ]);
    });

    it("let only the web fleet out to the port of the identity provider", () => {
      const auth = {
        secretRef: { name: "auth" },
        oidc: { issuer: "https://login.example.org:8443/", clientId: "site", clientSecretRef: { name: "oidc" } },
      };
      const manifests = render({ ...allFleets, auth });
      for (const fleet of fleets) {
        expect(outsideOf(manifests, fleet)?.ports.map(({ port }) => port)).to.deep.equal(fleet === "web" ? [443, 5432, 8443] : [443, 5432]);
      }
    });

    it("let only the web fleet out to the port of the mail server", () => {
      const manifests = render({ ...allFleets, mail: { urlRef: { name: "mail" }, port: 465, from: "photos@example.org" } });
      for (const fleet of fleets) {
        expect(outsideOf(manifests, fleet)?.ports.map(({ port }) => port)).to.deep.equal(fleet === "web" ? [443, 465, 5432] : [443, 5432]);
      }
    });

    const outsideOf = (manifests: ReturnType<typeof render>, fleet: string) => {
      const policy = ofKind(manifests, "NetworkPolicy").find(({ metadata }) => metadata.name === `photos-${fleet}`);
      const egress = policy?.spec["egress"] as { to?: { ipBlock: object }[]; ports: { port: number }[] }[];
      return egress.find(({ to }) => JSON.stringify(to ?? []).includes("0.0.0.0/0"));
    };
  });

  it("leads each host of the Ingress to its fleet's Service, by a port that the Service has", () => {
    const manifests = render({ ...allFleets, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } });
    const [ingress] = ofKind(manifests, "Ingress");
    const rules = ingress?.spec["rules"] as { host: string; http: { paths: { backend: { service: object } }[] } }[];
    expect(rules.map(({ host, http }) => [host, http.paths[0]?.backend.service])).to.deep.equal([
      ["a.example.org", { name: "photos-web", port: { name: "http" } }],
      ["b.example.org", { name: "photos-upload", port: { name: "http" } }],
    ]);
    for (const { spec } of ofKind(manifests, "Service")) expect((spec["ports"] as object[])[0]).to.include({ name: "http", port: 80 });
  });
});

const local = {
  originals: { bucket: "originals" },
  renditions: { bucket: "renditions" },
  endpoint: "http://photos-s3.default.svc:7070",
};

function ofKind(
  manifests: readonly Manifest[],
  kind: string,
): readonly (Manifest & { readonly spec: Readonly<Record<string, unknown>> })[] {
  return manifests.filter((each) => each.kind === kind) as never;
}

function isSubset(part: object, whole: Readonly<Record<string, string>>): boolean {
  return Object.entries(part).every(([label, value]) => whole[label] === value);
}
