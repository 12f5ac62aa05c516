import { apiVersion, kind, type MediaPipelineSpecInput } from "@mediashare/api";
import type { Manifest } from "@mediashare/cdk8s";
import type { Config } from "../config/config-schema.ts";
import { databaseCaKey, mailUrlKey, type Names, nodesLabel, oidcSecretKey, type SteadyGroup } from "../names.ts";

/** What only AWS knows when all is made: in a template these are references. */
export interface Connections {
  readonly repository: string;
  readonly originals: string;
  readonly renditions: string;
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
  readonly storageEventsUrl: string;
  readonly deliveryHost: string;
  readonly keyPairId: string;
  readonly certificateArn: string;
}

/** The one MediaPipeline of a deployment. */
export function renderMediaPipeline(config: Config, names: Names, connections: Connections): Manifest {
  return {
    apiVersion,
    kind,
    metadata: { name: names.cluster, namespace: config.namespace },
    spec: specOf(config, names, connections),
  };
}

function specOf(config: Config, names: Names, at: Connections): MediaPipelineSpecInput {
  const { upload, web, workers } = config;
  const onFleetNodes = { nodeSelector: { [nodesLabel]: "fleets" satisfies SteadyGroup } };
  return {
    region: config.region,
    image: { repository: at.repository, tag: config.image.tag },
    storage: {
      originals: { bucket: at.originals },
      renditions: { bucket: at.renditions, storageClass: config.storage.renditionsClass },
    },
    queue: {
      url: at.queueUrl,
      deadLetterUrl: at.deadLetterUrl,
      ...(upload.inbox && { storageEventsUrl: at.storageEventsUrl }),
    },
    database: {
      secretRef: { name: names.databaseSecretOfPods, key: "url" },
      caRef: { name: names.databaseSecretOfPods, key: databaseCaKey },
      poolSize: config.database.poolSize,
    },
    delivery: {
      domain: at.deliveryHost,
      keyPairId: at.keyPairId,
      privateKeyRef: { name: names.deliverySecretOfPods, key: "privateKey" },
    },
    auth: authOf(config.auth, names),
    ...(config.mail && { mail: { ...config.mail, urlRef: { name: names.mailSecretOfPods, key: mailUrlKey } } }),
    ingress: {
      className: "alb",
      webHost: config.site.webHost,
      uploadHost: config.site.uploadHost,
      certificateArn: at.certificateArn,
    },
    upload: {
      ...onFleetNodes,
      env: envOf(upload.env),
      scaling: { min: upload.min, max: upload.max, metric: { requestCountPerTarget: upload.requestsPerMinute } },
    },
    worker: {
      concurrency: workers.concurrency,
      env: envOf(workers.env),
      resources: { requests: { cpu: workers.cpu, memory: workers.memory }, limits: { memory: workers.memoryLimit } },
      scaling: {
        mode: workers.mode,
        min: workers.min,
        max: workers.max,
        drainTarget: workers.drainTarget,
        scaleDownDelay: workers.scaleDownDelay,
      },
      nodeGroups: [
        ...workers.onDemand.map((group) => nodeGroup(group, "OnDemand", names)),
        ...workers.spot.map((group) => nodeGroup(group, "Spot", names)),
      ],
      spot: { onDemandBase: workers.onDemandBase, percentAboveBase: workers.spotPercent, fallbackAfter: workers.fallbackAfter },
    },
    web: {
      ...onFleetNodes,
      env: envOf(web.env),
      scaling: { min: web.min, max: web.max, metric: { cpuUtilization: web.cpuUtilization } },
    },
  };
}

function authOf({ signUp, oidc }: Config["auth"], names: Names): MediaPipelineSpecInput["auth"] {
  return {
    secretRef: { name: names.authSecretOfPods, key: "secret" },
    signUp,
    ...(oidc && { oidc: { ...oidc, clientSecretRef: { name: names.oidcSecretOfPods, key: oidcSecretKey } } }),
  };
}

/** Nothing where nothing is set: a list without entries would be one more line in every manifest. */
function envOf(settings: Readonly<Record<string, string>>) {
  const entries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  return entries.length === 0 ? undefined : entries;
}

function nodeGroup({ name, min, max, priority }: Config["workers"]["spot"][number], capacityType: "OnDemand" | "Spot", names: Names) {
  return { name, cluster: names.cluster, capacityType, min, max, ...(priority !== undefined && { priority }) };
}

/** Stand-ins of the right form: with them a MediaPipeline is held to its own schema before AWS knows anything. */
export const exampleConnections: Connections = {
  repository: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mediashare",
  originals: "originals",
  renditions: "renditions",
  queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/tasks",
  deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/tasks-dead",
  storageEventsUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/storage-events",
  deliveryHost: "d111111abcdef8.cloudfront.net",
  keyPairId: "K2JCJMDEHXQW5F",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/8c2f0b1e-0000-4000-8000-000000000000",
};
