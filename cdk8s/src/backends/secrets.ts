import { childName } from "../labels.ts";
import type { Manifest } from "../manifest.ts";
import { accessKeyId, type BackendsOptions, backendPorts, secretNames } from "./backends-options.ts";
import { metadataOf } from "./render-backend.ts";

export const database = { user: "mediashare", name: "mediashare" } as const;

/** What the fleets and the backends must agree on, and nobody else should know. */
export function renderSecrets(options: BackendsOptions): Manifest[] {
  const { name, namespace, password, authSecret, deliveryKeys } = options;
  const host = `${childName(name, "postgres")}.${namespace}.svc:${backendPorts.postgres}`;
  const names = secretNames(name);
  const secret = (objectName: string, stringData: Readonly<Record<string, string>>): Manifest => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadataOf(options, objectName, "secrets"),
    type: "Opaque",
    stringData,
  });
  return [
    secret(names.database, { url: `postgres://${database.user}:${encodeURIComponent(password)}@${host}/${database.name}`, password }),
    secret(names.credentials, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: password }),
    secret(names.auth, { secret: authSecret }),
    secret(names.delivery, { "private-key": deliveryKeys.privateKey, "public-key": deliveryKeys.publicKey }),
  ];
}

export function secretEnv(variable: string, secretName: string, key: string): unknown {
  return { name: variable, valueFrom: { secretKeyRef: { name: secretName, key } } };
}
