import { ports } from "@mediashare/contract";
import { childName } from "../labels.ts";

export interface BackendsOptions {
  /** The pipeline that they are for. */
  readonly name: string;
  readonly namespace: string;
  readonly images: BackendImages;
  readonly password: string;
  /** What keys for tokens come from, of at least 32 characters. */
  readonly authSecret: string;
  /** PEM, of RSA: URLs are signed with the private key and checked with the public one. */
  readonly deliveryKeys: { readonly privateKey: string; readonly publicKey: string };
  /** Where a browser finds the edge and the site. */
  readonly deliveryUrl: string;
  readonly siteOrigin: string;
  /** Volumes that outlive pods; left out, data ends with its pod. */
  readonly volumes?: { readonly size: string; readonly storageClassName?: string };
  readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** Names of Secrets with the credentials of a private registry. */
  readonly pullSecrets?: readonly string[];
}

export interface BackendImages {
  readonly postgres: string;
  readonly s3: string;
  readonly sqs: string;
  readonly edge: string;
}

/** Those that anybody can pull; the other two are built from our Dockerfile. */
export const publicBackendImages = {
  postgres: "postgres:18.4-trixie",
  s3: "ghcr.io/versity/versitygw:v1.8.0",
} as const;

export const backendPorts = { postgres: 5432, s3: 7070, sqs: 4566, edge: ports.edge } as const;

export type Backend = keyof typeof backendPorts;

export const buckets = { originals: "originals", renditions: "renditions" } as const;
export const queues = { tasks: "tasks", deadLetters: "tasks-dead" } as const;
export const region = "us-east-1";
export const accessKeyId = "mediashare";
export const deliveryKeyPairId = "DEVELOPMENT";

export function secretNames(pipeline: string): { database: string; credentials: string; delivery: string; auth: string } {
  const of = (part: string): string => `${pipeline}-${part}`;
  return { database: of("database"), credentials: of("credentials"), delivery: of("delivery"), auth: of("auth") };
}

/** The part of a MediaPipeline's spec that leads it to its backends. */
export function backendsSpec(options: Pick<BackendsOptions, "name" | "namespace" | "deliveryUrl">) {
  const endpoint = (backend: Backend): string =>
    `http://${childName(options.name, backend)}.${options.namespace}.svc:${backendPorts[backend]}`;
  const secrets = secretNames(options.name);
  const queueUrl = (queue: string): string => `${endpoint("sqs")}/000000000000/${queue}`;
  return {
    region,
    storage: {
      originals: { bucket: buckets.originals },
      renditions: { bucket: buckets.renditions },
      endpoint: endpoint("s3"),
      pathStyle: true,
    },
    queue: { url: queueUrl(queues.tasks), deadLetterUrl: queueUrl(queues.deadLetters), endpoint: endpoint("sqs") },
    database: { secretRef: { name: secrets.database, key: "url" } },
    delivery: {
      url: options.deliveryUrl,
      keyPairId: deliveryKeyPairId,
      privateKeyRef: { name: secrets.delivery, key: "private-key" },
    },
    auth: { secretRef: { name: secrets.auth, key: "secret" } },
    credentialsSecretRef: { name: secrets.credentials },
  };
}
