import type { MediaPipeline } from "@mediashare/api";
import { isNotFound } from "../kube/errors.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import { type Fault, toFault } from "./fault.ts";

interface Secret {
  readonly data?: Readonly<Record<string, string>>;
}

interface Reference {
  readonly path: string;
  readonly name: string;
  readonly keys: readonly string[];
}

/** A Secret that was there is looked at again after this time: once pods have started, they do without. */
const foundLifeMs = 600_000;

/** Whether the Secrets that pipelines name are there; what is in them is not kept. */
export class References {
  readonly #kube: Pick<KubeClient, "get">;
  readonly #now: () => number;
  readonly #found = new Map<string, number>();

  constructor(kube: Pick<KubeClient, "get">, now: () => number) {
    this.#kube = kube;
    this.#now = now;
  }

  async check(pipeline: MediaPipeline): Promise<readonly Fault[]> {
    const faults = await Promise.all(referencesOf(pipeline).map((reference) => this.#checkOne(pipeline.metadata.namespace, reference)));
    return faults.flat();
  }

  async #checkOne(namespace: string, { path, name, keys }: Reference): Promise<readonly Fault[]> {
    const id = `${namespace}/${name} ${keys.join(",")}`;
    const now = this.#now();
    if (now - (this.#found.get(id) ?? Number.NEGATIVE_INFINITY) < foundLifeMs) return [];
    this.#found.delete(id);
    try {
      const { data = {} } = await this.#kube.get<Secret>(`/api/v1/namespaces/${namespace}/secrets/${name}`);
      const missing = keys.filter((key) => !Object.hasOwn(data, key));
      if (missing.length === 0) {
        this.#found.set(id, now);
        return [];
      }
      return [
        {
          reason: "SecretKeyMissing",
          message: `The Secret ${name} (${path}) has no key ${missing.join(", ")}; add it, or name another key.`,
        },
      ];
    } catch (error) {
      if (!isNotFound(error)) return [toFault(error, "SecretUnknown")];
      return [
        {
          reason: "SecretMissing",
          message: `There is no Secret ${name} in ${namespace} (${path}); create it with the key ${keys.join(" and ")}.`,
        },
      ];
    }
  }
}

function referencesOf({ spec }: MediaPipeline): readonly Reference[] {
  const { auth, database, delivery, credentialsSecretRef: credentials, mail, web } = spec;
  return [
    ...keyOf("spec.database.secretRef", database.secretRef),
    ...keyOf("spec.database.caRef", database.caRef),
    ...keyOf("spec.auth.secretRef", auth?.secretRef),
    ...keyOf("spec.auth.oidc.clientSecretRef", web && auth?.oidc?.clientSecretRef),
    ...keyOf("spec.mail.urlRef", web && mail?.urlRef),
    ...keyOf("spec.delivery.privateKeyRef", web && delivery.privateKeyRef),
    ...(credentials
      ? [{ path: "spec.credentialsSecretRef", name: credentials.name, keys: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] }]
      : []),
  ];
}

function keyOf(path: string, ref: { readonly name: string; readonly key: string } | undefined): Reference[] {
  return ref ? [{ path, name: ref.name, keys: [ref.key] }] : [];
}
