import { managedBy } from "@mediashare/cdk8s";
import type { Logger } from "@mediashare/kit";
import { Grouped } from "../kube/grouped.ts";
import { Informer } from "../kube/informer.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeObject } from "../kube/kube-object.ts";
import { type LiveChild, type PackedChild, packChild, unpackChild } from "./packed-child.ts";

/** With its kind: objects of a list do not say theirs. */
export interface KnownChild {
  readonly kind: string;
  readonly child: KubeObject;
}

/** Each kind of which pipelines have children, and where the API server keeps it. */
const childKinds: Readonly<Record<string, { readonly prefix: string; readonly plural: string }>> = {
  ServiceAccount: { prefix: "/api/v1", plural: "serviceaccounts" },
  Service: { prefix: "/api/v1", plural: "services" },
  Deployment: { prefix: "/apis/apps/v1", plural: "deployments" },
  Job: { prefix: "/apis/batch/v1", plural: "jobs" },
  PodDisruptionBudget: { prefix: "/apis/policy/v1", plural: "poddisruptionbudgets" },
  NetworkPolicy: { prefix: "/apis/networking.k8s.io/v1", plural: "networkpolicies" },
  Ingress: { prefix: "/apis/networking.k8s.io/v1", plural: "ingresses" },
};

export function childPath(kind: string, namespace: string, name: string): string {
  const found = childKinds[kind];
  if (!found) throw new RangeError(`${kind} is no kind of which pipelines have children.`);
  return `${found.prefix}/namespaces/${namespace}/${found.plural}/${name}`;
}

export interface ChildrenOptions {
  readonly kube: KubeClient;
  /** Left out: all namespaces. */
  readonly namespace: string | undefined;
  /** With `namespace/name` of the pipeline that the child says it belongs to. */
  readonly onChange: (pipelineKey: string) => void;
  readonly logger: Logger;
}

/** What there is of all pipelines' children, kept up to date by watches. */
export class Children {
  readonly #informers: ReadonlyMap<string, Informer<PackedChild>>;
  /** The same again by pipeline, so that one among a thousand finds its own. */
  readonly #byPipeline = new Grouped<KnownChild>();
  readonly #revisions = new Map<string, number>();
  readonly #onChange: ChildrenOptions["onChange"];

  constructor({ kube, namespace, onChange, logger }: ChildrenOptions) {
    this.#onChange = onChange;
    const within = namespace === undefined ? "" : `/namespaces/${namespace}`;
    this.#informers = new Map(
      Object.entries(childKinds).map(([kind, { prefix, plural }]) => {
        const informer = new Informer<PackedChild>({
          kube,
          path: `${prefix}${within}/${plural}`,
          labelSelector: `app.kubernetes.io/managed-by=${managedBy}`,
          trim: packChild,
          onChange: (child) => this.#note(kind, child),
          logger,
        });
        return [kind, informer] as const;
      }),
    );
  }

  start(): void {
    for (const informer of this.#informers.values()) informer.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#informers.values()].map((informer) => informer.stop()));
  }

  get hasSynced(): boolean {
    return [...this.#informers.values()].every(({ hasSynced }) => hasSynced);
  }

  /** For how long changes of that kind have not been heard of. */
  silentMs(kind: string): number {
    return this.#informers.get(kind)?.silentMs ?? Number.POSITIVE_INFINITY;
  }

  /** Its metadata, its status, and how many replicas it has. */
  get(kind: string, namespace: string, name: string): Omit<PackedChild, "packed"> | undefined {
    return this.#informers.get(kind)?.get(namespace, name);
  }

  /** All of it but its status. */
  getWhole(kind: string, namespace: string, name: string): LiveChild | undefined {
    const child = this.#informers.get(kind)?.get(namespace, name);
    return child && unpackChild(child);
  }

  of(pipelineKey: string): readonly KnownChild[] {
    return [...this.#byPipeline.of(pipelineKey)];
  }

  /** Another number after each change of one of the pipeline's children. */
  revisionOf(pipelineKey: string): number {
    return this.#revisions.get(pipelineKey) ?? 0;
  }

  forget(pipelineKey: string): void {
    this.#revisions.delete(pipelineKey);
  }

  #note(kind: string, { metadata }: KubeObject): void {
    const { namespace = "", name, labels } = metadata;
    const key = `${kind}/${namespace}/${name}`;
    const pipelineKey = `${namespace}/${labels?.["app.kubernetes.io/instance"]}`;
    const live = this.get(kind, namespace, name);
    if (live) this.#byPipeline.set(pipelineKey, key, { kind, child: live });
    else this.#byPipeline.delete(key);
    this.#revisions.set(pipelineKey, this.revisionOf(pipelineKey) + 1);
    this.#onChange(pipelineKey);
  }
}
