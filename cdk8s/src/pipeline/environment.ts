import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import { type EnvName, ports } from "@mediashare/contract";
import type { k8s } from "cdk8s-plus-27";

type Value = string | number | { readonly secret: string; readonly key: string };
type Variables = Partial<Record<EnvName, Value | undefined>>;

/** The port that a fleet's process listens on; a worker has only health and metrics to serve. */
export const fleetPorts: Readonly<Record<Fleet, number>> = { upload: ports.upload, web: ports.web, worker: ports.metrics };

/** Where a worker keeps what it works on. */
export const scratchPath = "/scratch";

/** Where a pod of the web fleet finds what the operator decided. */
export const scalingReport = { folder: "/run/mediashare", file: "scaling.json" };

export interface PipelineOf {
  readonly name: string;
  readonly namespace: string;
  readonly spec: MediaPipelineSpec;
}

/** The environment of a fleet's container, in a fixed order; what the spec gives itself comes last and wins. */
export function renderEnvironment(pipeline: PipelineOf, fleet: Fleet, graceSeconds: number): k8s.EnvVar[] {
  const { spec } = pipeline;
  const own = new Map((spec[fleet]?.env ?? []).map(({ name, value }) => [name as EnvName, value]));
  const variables: Variables = { ...shared(pipeline, fleet, graceSeconds), ...ofFleet[fleet](pipeline) };
  const set = Object.entries(variables).filter(
    (entry): entry is [EnvName, Value] => entry[1] !== undefined && !own.has(entry[0] as EnvName),
  );
  return [
    ...set.map(([name, value]) => toEnvVar(name, value)),
    ...credentials(spec),
    ...[...own].map(([name, value]) => ({ name, value })),
  ];
}

/** What the migration's process starts with. */
export function renderMigrationEnvironment({ database }: MediaPipelineSpec): k8s.EnvVar[] {
  return [
    toEnvVar("MEDIASHARE_DATABASE_URL", secret(database.secretRef)),
    ...(database.caRef ? [toEnvVar("MEDIASHARE_DATABASE_CA", secret(database.caRef))] : []),
  ];
}

function shared({ spec }: PipelineOf, fleet: Fleet, graceSeconds: number): Variables {
  return {
    MEDIASHARE_PORT: fleetPorts[fleet],
    MEDIASHARE_SHUTDOWN_GRACE: `${graceSeconds}s`,
    MEDIASHARE_REGION: spec.region,
    MEDIASHARE_DATABASE_URL: secret(spec.database.secretRef),
    MEDIASHARE_DATABASE_CA: spec.database.caRef && secret(spec.database.caRef),
    MEDIASHARE_DATABASE_POOL: spec.database.poolSize,
    MEDIASHARE_STORAGE: "s3",
    MEDIASHARE_ORIGINALS_BUCKET: spec.storage.originals.bucket,
    MEDIASHARE_RENDITIONS_BUCKET: spec.storage.renditions.bucket,
    MEDIASHARE_S3_ENDPOINT: spec.storage.endpoint,
    MEDIASHARE_S3_PATH_STYLE: spec.storage.pathStyle ? "true" : undefined,
  };
}

const ofFleet: Readonly<Record<Fleet, (pipeline: PipelineOf) => Variables>> = {
  upload: ({ spec }) => ({
    ...queue(spec),
    MEDIASHARE_DEAD_LETTER_QUEUE_URL: spec.queue.deadLetterUrl,
    MEDIASHARE_STORAGE_EVENTS_QUEUE_URL: spec.queue.storageEventsUrl,
    MEDIASHARE_AUTH_SECRET: authSecret(spec),
    MEDIASHARE_SITE_ORIGINS: publicUrl(spec, "webHost"),
  }),
  worker: ({ name, namespace, spec }) => ({
    ...queue(spec),
    MEDIASHARE_WORKER_CONCURRENCY: spec.worker?.concurrency,
    MEDIASHARE_SCRATCH_PATH: scratchPath,
    MEDIASHARE_RENDITIONS_STORAGE_CLASS: spec.storage.renditions.storageClass,
    // A queue that is not on AWS has no CloudWatch beside it.
    MEDIASHARE_PIPELINE: spec.queue.endpoint === undefined ? `${namespace}/${name}` : undefined,
  }),
  web: ({ spec }) => ({
    MEDIASHARE_AUTH_SECRET: authSecret(spec),
    MEDIASHARE_SIGN_UP: spec.auth?.signUp.toLowerCase(),
    ...oidc(spec),
    MEDIASHARE_SMTP_URL: spec.mail && secret(spec.mail.urlRef),
    MEDIASHARE_MAIL_FROM: spec.mail?.from,
    // The Ingress's load balancer, which says whom it speaks for.
    MEDIASHARE_TRUSTED_PROXIES: spec.ingress && 1,
    MEDIASHARE_SITE_ORIGINS: publicUrl(spec, "webHost"),
    MEDIASHARE_UPLOAD_URL: publicUrl(spec, "uploadHost"),
    MEDIASHARE_DELIVERY_URL: spec.delivery.url ?? `https://${spec.delivery.domain}`,
    MEDIASHARE_DELIVERY_KEY_PAIR_ID: spec.delivery.keyPairId,
    MEDIASHARE_DELIVERY_PRIVATE_KEY: secret(spec.delivery.privateKeyRef),
    MEDIASHARE_SCALING_URL: spec.worker && `file://${scalingReport.folder}/${scalingReport.file}`,
  }),
};

function authSecret({ auth }: MediaPipelineSpec): Value | undefined {
  return auth && secret(auth.secretRef);
}

function oidc({ auth }: MediaPipelineSpec): Variables {
  if (!auth?.oidc) return {};
  const { issuer, clientId, clientSecretRef, name, domains, signUp, adminClaim } = auth.oidc;
  return {
    MEDIASHARE_OIDC_ISSUER: issuer,
    MEDIASHARE_OIDC_CLIENT_ID: clientId,
    MEDIASHARE_OIDC_CLIENT_SECRET: secret(clientSecretRef),
    MEDIASHARE_OIDC_NAME: name,
    MEDIASHARE_OIDC_DOMAINS: domains?.join(","),
    MEDIASHARE_OIDC_SIGN_UP: signUp?.toLowerCase(),
    MEDIASHARE_OIDC_ADMIN_CLAIM: adminClaim,
  };
}

function queue(spec: MediaPipelineSpec): Variables {
  return { MEDIASHARE_QUEUE_URL: spec.queue.url, MEDIASHARE_QUEUE_ENDPOINT: spec.queue.endpoint };
}

/** Without an Ingress the fleets are reached by port-forward, which their own defaults are for. */
function publicUrl({ ingress }: MediaPipelineSpec, host: "webHost" | "uploadHost"): string | undefined {
  if (!ingress) return undefined;
  const isSecure = ingress.certificateArn !== undefined || ingress.tlsSecretName !== undefined;
  return `${isSecure ? "https" : "http"}://${ingress[host]}`;
}

function credentials({ credentialsSecretRef: ref }: MediaPipelineSpec): k8s.EnvVar[] {
  if (!ref) return [];
  return ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map((key) => toEnvVar(key, { secret: ref.name, key }));
}

function secret({ name, key }: { readonly name: string; readonly key: string }): Value {
  return { secret: name, key };
}

function toEnvVar(name: string, value: Value): k8s.EnvVar {
  if (typeof value === "object") return { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };
  return { name, value: String(value) };
}
