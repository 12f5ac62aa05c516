import type { Manifest } from "@mediashare/cdk8s";
import { meta } from "./meta.ts";

const apiVersion = "external-secrets.io/v1";
const storeName = "aws-secrets-manager";
/** How soon a changed secret is the Secret's. */
const refreshInterval = "5m";

/** Where the namespace's ExternalSecrets look. The controller's own identity (EKS Pod Identity) says which secrets it may read. */
export function renderSecretStore(namespace: string, region: string): Manifest {
  return {
    apiVersion,
    kind: "SecretStore",
    metadata: meta(storeName, namespace),
    spec: { provider: { aws: { service: "SecretsManager", region } } },
  };
}

export interface ExternalSecretOptions {
  readonly name: string;
  readonly namespace: string;
  /** In Secrets Manager. */
  readonly secret: string;
}

/** A Secret with the fields of a JSON secret, or with what a template makes of them. */
export function renderJsonSecret({ name, namespace, secret }: ExternalSecretOptions, data?: Readonly<Record<string, string>>): Manifest {
  return externalSecret(
    { name, namespace },
    { target: data ? { template: { engineVersion: "v2", data } } : {}, dataFrom: [{ extract: { key: secret } }] },
  );
}

/** A Secret whose one key holds the whole secret. */
export function renderPlainSecret({ name, namespace, secret }: ExternalSecretOptions, key: string): Manifest {
  return externalSecret({ name, namespace }, { target: {}, data: [{ secretKey: key, remoteRef: { key: secret } }] });
}

interface Body {
  readonly target: object;
  readonly data?: readonly object[];
  readonly dataFrom?: readonly object[];
}

function externalSecret({ name, namespace }: Omit<ExternalSecretOptions, "secret">, { target, ...sources }: Body): Manifest {
  return {
    apiVersion,
    kind: "ExternalSecret",
    metadata: meta(name, namespace),
    spec: {
      refreshInterval,
      secretStoreRef: { kind: "SecretStore", name: storeName },
      target: { name, creationPolicy: "Owner", ...target },
      ...sources,
    },
  };
}
