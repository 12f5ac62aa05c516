import { apiVersion, kind, parseMediaPipeline } from "@mediashare/api";
import { backendsSpec, renderBackends, renderPipeline, secretNames } from "@mediashare/cdk8s";
import { generateDeliveryKeyPair } from "@mediashare/core";
import { backendImages } from "./backend-images.ts";
import { imageOf, imageRepository, imageTag } from "./images.ts";
import type { Kubectl } from "./kubectl.ts";

export const pipelineName = "photos";
export const namespace = "media";

/** Where the URLs lead that the site signs; tests ask the edge itself for them. */
const deliveryUrl = "http://media.test";

/** Short lives, so that a test does not wait for what production waits for. */
const quick = [
  { name: "MEDIASHARE_LEASE_DURATION", value: "5s" },
  { name: "MEDIASHARE_QUEUE_VISIBILITY", value: "8s" },
];

/** The product in a cluster, with backends of its own. */
export interface Product {
  readonly uploadUrl: string;
  readonly webUrl: string;
  /** API token of the administrator. */
  readonly token: string;
  /** Of the cluster's own Postgres. */
  readonly databaseUrl: string;
  /** Fetches what a signed URL names. */
  deliver(signedUrl: string): Promise<Response>;
}

export async function installProduct(kubectl: Kubectl): Promise<Product> {
  await kubectl.apply([
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    },
  ]);
  const place = { name: pipelineName, namespace };
  const backends = renderBackends({
    ...place,
    images: { ...backendImages, sqs: imageOf("sqs"), edge: imageOf("edge") },
    password: "development",
    authSecret: "what keys for the tokens of the tests come from",
    deliveryKeys: await generateDeliveryKeyPair(),
    deliveryUrl,
    siteOrigin: "http://site.test",
  });
  await kubectl.apply(backends);
  const { spec } = parseMediaPipeline({
    apiVersion,
    kind,
    metadata: place,
    spec: {
      ...backendsSpec({ ...place, deliveryUrl }),
      image: { repository: imageRepository, tag: imageTag, pullPolicy: "Never" },
      upload: { env: quick },
      web: {},
      worker: { env: quick },
    },
  });
  await kubectl.apply(renderPipeline({ ...place, spec }));
  const fleets = ["postgres", "s3", "sqs", "edge", "upload", "web", "worker"].map((each) => `${pipelineName}-${each}`);
  await kubectl.untilRolledOut(namespace, fleets, 180);
  return describeProduct(kubectl);
}

async function describeProduct(kubectl: Kubectl): Promise<Product> {
  const urlOf = (component: string): Promise<string> => kubectl.serviceUrl(namespace, `${pipelineName}-${component}`);
  const [uploadUrl, webUrl, edgeUrl, postgres] = (await Promise.all(["upload", "web", "edge", "postgres"].map(urlOf))) as [
    string,
    string,
    string,
    string,
  ];
  const { database } = secretNames(pipelineName);
  const { data } = await kubectl.get<{ data: { url: string } }>("secret", database, `--namespace=${namespace}`);
  const databaseUrl = new URL(Buffer.from(data.url, "base64").toString());
  databaseUrl.host = new URL(postgres).host;
  return {
    uploadUrl,
    webUrl,
    token: await setUp(webUrl),
    databaseUrl: databaseUrl.href,
    deliver: (signedUrl) => fetch(signedUrl.replace(deliveryUrl, edgeUrl)),
  };
}

/** What the first visitor does, and then the settings. */
async function setUp(webUrl: string): Promise<string> {
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(webUrl + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: webUrl, ...headers },
      body: JSON.stringify(body),
    });
  const account = await post("/v1/setup", { email: "owner@site.test", name: "Owner", password: "a password of the tests" });
  if (account.status !== 201) throw new Error(`The site was not set up: ${account.status} ${await account.text()}`);
  const cookie = account.headers.getSetCookie().map((line) => line.split(";")[0] as string);
  const made = await post("/v1/account/tokens", { name: "Tests", scopes: ["media:read", "media:write"] }, { Cookie: cookie.join("; ") });
  if (made.status !== 201) throw new Error(`No token was made: ${made.status} ${await made.text()}`);
  return ((await made.json()) as { token: string }).token;
}
