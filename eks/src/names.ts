import type { Config } from "./config/config-schema.ts";

/** What this deployment's things are called. They are fixed, so that people find them, and so that what outlives a stack is found again. */
export function namesOf({ name, account, region, namespace }: Pick<Config, "name" | "account" | "region" | "namespace">) {
  // The names of buckets are shared by all accounts of the world.
  const bucket = (what: string): string => `${name}-${what}-${account}-${region}`;
  return {
    stack: (part: string): string => `${name}-${part}`,
    cluster: name,
    /** `<namespace>/<name>` of the MediaPipeline: the owner of node groups, and the dimension of the workers' metric. */
    pipeline: `${namespace}/${name}`,
    systemNamespace: "mediashare-system",
    setupNamespace: "mediashare-setup",
    originals: bucket("originals"),
    renditions: bucket("renditions"),
    accessLogs: bucket("logs"),
    deliveryLogs: bucket("cdn-logs"),
    tasks: `${name}-tasks`,
    deadLetters: `${name}-tasks-dead`,
    storageEvents: `${name}-storage-events`,
    storageEventsDead: `${name}-storage-events-dead`,
    /** In Secrets Manager. */
    databaseAdminSecret: `${name}/database-admin`,
    databaseSecret: `${name}/database`,
    authSecret: `${name}/auth`,
    oidcSecret: `${name}/oidc`,
    mailSecret: `${name}/mail`,
    deliveryKeySecret: (key: string): string => `${name}/delivery-${key}`,
    /** In Kubernetes. */
    databaseSecretOfPods: `${name}-db`,
    authSecretOfPods: `${name}-auth`,
    oidcSecretOfPods: `${name}-oidc`,
    mailSecretOfPods: `${name}-mail`,
    deliverySecretOfPods: `${name}-delivery`,
  } as const;
}

export type Names = ReturnType<typeof namesOf>;

/** In the Secret with the database's URL: who may sign its certificate. */
export const databaseCaKey = "ca.crt";

/** In the Secret with the identity provider's client: its secret. */
export const oidcSecretKey = "clientSecret";

/** In the Secret with the mail server: its URL. */
export const mailUrlKey = "url";

/** Node groups that are not workers'; worker groups may not be called so. */
export const steadyGroups = ["system", "fleets"] as const;
export type SteadyGroup = (typeof steadyGroups)[number];

/** Which nodes a pod is for: the value of this label. */
export const nodesLabel = "mediashare.dev/nodes";
