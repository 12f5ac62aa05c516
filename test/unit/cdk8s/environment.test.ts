import { readFile } from "node:fs/promises";
import { fleets, parseMediaPipeline } from "@mediashare/api";
import { backendsSpec, type Manifest, publicBackendImages, renderBackends, renderOperator, renderPipeline } from "@mediashare/cdk8s";
import { type EnvName, env } from "@mediashare/contract";
import { parseEnv } from "@mediashare/kit";
import { oidcOptions } from "@mediashare/web";
import { expect } from "chai";
import { parse } from "yaml";
import { buildPipeline } from "../../support/pipeline-builder.ts";
import { containersOf, deploymentsOf, workloadsOf } from "../../support/rendered-pods.ts";

const root = new URL("../../../", import.meta.url);
const readExample = async (name: string): Promise<unknown> => parse(await readFile(new URL(`cdk8s/examples/${name}.yaml`, root), "utf8"));
const render = (object: unknown): Manifest[] => {
  const { metadata, spec } = parseMediaPipeline(object);
  return renderPipeline({ ...metadata, spec });
};

const oidc = {
  issuer: "https://login.example.org:8443/realms/photos/",
  clientId: "mediashare",
  clientSecretRef: { name: "photos-oidc" },
  name: "Example",
  domains: ["example.org", "example.com"],
  signUp: "Open",
  adminClaim: "groups=photo-admins",
};
const mail = { urlRef: { name: "photos-mail" }, port: 465, from: "Photos <photos@example.org>" };
const place = { name: "photos", namespace: "default" };
const deliveryUrl = "http://localhost:8082";
const pipelines: Readonly<Record<string, () => Promise<unknown>>> = {
  "the example photos": () => readExample("photos"),
  "the example minimal": () => readExample("minimal"),
  "one with development backends": async () =>
    buildPipeline({ ...backendsSpec({ ...place, deliveryUrl }), upload: {}, worker: {}, web: {} }, place),
  "one with a mail server": async () =>
    buildPipeline({ upload: {}, worker: {}, web: {}, auth: { secretRef: { name: "photos-auth" } }, mail }, place),
  "one with an identity provider": async () =>
    buildPipeline({ upload: {}, worker: {}, web: {}, auth: { secretRef: { name: "photos-auth" }, oidc } }, place),
};

describe("the environment of a fleet's container", () => {
  for (const [which, read] of Object.entries(pipelines)) {
    for (const fleet of fleets) {
      it(`is one that the ${fleet} process starts with, of ${which}`, async () => {
        const variables = await variablesOf(`services/${fleet}`, `${fleet}Variables`);
        const set = environmentOf(render(await read()), fleet);
        expect(Object.keys(set).filter((name) => !(name in env) && !/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name))).to.deep.equal(
          [],
        );
        // Throws for one that is missing or wrong.
        parseEnv(variables, set);
        expect(
          Object.keys(set).filter((name) => name in env && !variables.includes(name as EnvName)),
          "set for nobody",
        ).to.deep.equal([]);
      });
    }
  }

  it("is one that the migration starts with, before any fleet", async () => {
    const variables = await variablesOf("services/core", "migrationVariables", "src/migrate/variables.ts");
    const [job] = workloadsOf(render(await readExample("photos"))).filter(({ kind }) => kind === "Job");
    const set = Object.fromEntries(
      (job?.spec.template.spec.containers[0]?.env ?? []).map(({ name }) => [name, "postgres://database/name"]),
    );
    expect(parseEnv(variables, set)).to.include({ databaseUrl: "postgres://database/name" });
    expect(Object.keys(set).filter((name) => !variables.includes(name as EnvName))).to.deep.equal([]);
  });

  it("names the identity provider to the web fleet, as that understands it, and to no other", async () => {
    const manifests = render(await pipelines["one with an identity provider"]?.());
    const variables = await variablesOf("services/web", "webVariables");
    expect(oidcOptions(parseEnv(variables, environmentOf(manifests, "web")) as Parameters<typeof oidcOptions>[0])).to.deep.include({
      issuer: oidc.issuer,
      clientId: "mediashare",
      name: "Example",
      domains: ["example.org", "example.com"],
      signUp: "open",
      adminClaim: { name: "groups", value: "photo-admins" },
    });
    for (const fleet of ["upload", "worker"]) {
      expect(Object.keys(environmentOf(manifests, fleet)).filter((name) => name.includes("OIDC"))).to.deep.equal([]);
    }
    const [web] = deploymentsOf(manifests).filter(({ metadata }) => metadata.name === "photos-web");
    const secret = web?.spec.template.spec.containers[0]?.env?.find(({ name }) => name === "MEDIASHARE_OIDC_CLIENT_SECRET");
    expect(secret).to.deep.include({ valueFrom: { secretKeyRef: { name: "photos-oidc", key: "clientSecret" } } });
  });

  it("gives the mail server's URL, from its Secret, to the web fleet alone", async () => {
    const manifests = render(await pipelines["one with a mail server"]?.());
    for (const fleet of fleets) {
      const [deployment] = deploymentsOf(manifests).filter(({ metadata }) => metadata.name === `photos-${fleet}`);
      const set = deployment?.spec.template.spec.containers[0]?.env?.filter(({ name }) => /SMTP|MAIL/.test(name));
      const wanted = [
        { name: "MEDIASHARE_SMTP_URL", valueFrom: { secretKeyRef: { name: "photos-mail", key: "url" } } },
        { name: "MEDIASHARE_MAIL_FROM", value: "Photos <photos@example.org>" },
      ];
      expect(set, fleet).to.deep.equal(fleet === "web" ? wanted : []);
    }
  });

  it("holds no secret itself", async () => {
    for (const { spec } of deploymentsOf(render(await readExample("photos")))) {
      for (const { name, value } of spec.template.spec.containers[0]?.env ?? []) {
        if (name in env && "secret" in env[name as EnvName]) expect(value, name).to.equal(undefined);
      }
    }
  });

  it("names the database's authorities where the spec does, of every fleet and of the migration", () => {
    const caRef = { name: "photos-db", key: "ca.crt" };
    const manifests = render(buildPipeline({ upload: {}, worker: {}, web: {}, database: { ...database, caRef } }));
    for (const { kind, spec } of workloadsOf(manifests)) {
      const set = spec.template.spec.containers[0]?.env?.filter(({ name }) => name === "MEDIASHARE_DATABASE_CA");
      expect(set, kind).to.deep.equal([{ name: "MEDIASHARE_DATABASE_CA", valueFrom: { secretKeyRef: caRef } }]);
    }
  });

  it("takes the spec's own settings over the pipeline's, each variable once", () => {
    const value = "17";
    const manifests = render(buildPipeline({ web: { env: [{ name: "MEDIASHARE_DATABASE_POOL", value }] }, database }));
    const pool = deploymentsOf(manifests)[0]?.spec.template.spec.containers[0]?.env?.filter(
      ({ name }) => name === "MEDIASHARE_DATABASE_POOL",
    );
    expect(pool).to.deep.equal([{ name: "MEDIASHARE_DATABASE_POOL", value }]);
  });
});

describe("the environment of the operator's container", () => {
  it("is one that it starts with", async () => {
    const variables = await variablesOf("operator/controller", "operatorVariables");
    const set = environmentOf(renderOperator({ namespace: "mediashare-system", image: "operator", watchNamespace: "media" }), "operator");
    expect(parseEnv(variables, set)).to.include({ watchNamespace: "media" });
    expect(Object.keys(set).filter((name) => !variables.includes(name as EnvName))).to.deep.equal([]);
  });
});

describe("the environment of development backends", () => {
  it("has only variables of Mediashare that are declared", () => {
    const deliveryKeys = { privateKey: "private", publicKey: "public" };
    const images = { ...publicBackendImages, sqs: "sqs", edge: "edge" };
    const backends = renderBackends({
      ...place,
      images,
      password: "password",
      authSecret: "secret",
      deliveryKeys,
      deliveryUrl,
      siteOrigin: "http://localhost",
    });
    const names = deploymentsOf(backends)
      .flatMap(containersOf)
      .flatMap(({ env: set = [] }) => set.map(({ name }) => name));
    expect(names.filter((name) => name.startsWith("MEDIASHARE_"))).to.be.not.empty;
    expect(names.filter((name) => name.startsWith("MEDIASHARE_") && !(name in env))).to.deep.equal([]);
  });
});

const database = { secretRef: { name: "photos-db" }, poolSize: 5 };

/** What a process finds, with something in place of what Kubernetes fills in. */
function environmentOf(manifests: readonly Manifest[], container: string): Record<string, string> {
  const found = deploymentsOf(manifests)
    .flatMap(({ spec }) => spec.template.spec.containers)
    .find(({ name }) => name === container);
  return Object.fromEntries((found?.env ?? []).map(({ name, value }) => [name, value ?? "postgres://user:password@database/name"]));
}

/** By path: the lists are no part of what the workspaces offer to others. */
async function variablesOf(workspace: string, list: string, file = "src/variables.ts"): Promise<readonly EnvName[]> {
  const variables = (await import(new URL(`${workspace}/${file}`, root).href)) as Record<string, readonly EnvName[]>;
  return variables[list] as readonly EnvName[];
}
