import { managedBy } from "@mediashare/cdk8s";
import type { Logger } from "@mediashare/kit";
import { Grouped } from "../kube/grouped.ts";
import { Informer } from "../kube/informer.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeObject } from "../kube/kube-object.ts";
import type { Kube } from "../readings/kube.ts";
import { SharedReadings } from "../readings/shared-readings.ts";
import type { Children } from "../reconcile/children.ts";
import { RecentWrites } from "./recent-writes.ts";
import { parseEqualities, parseMembership } from "./selector.ts";
import { trimNode, trimPod } from "./trim.ts";

export interface WatchedClusterOptions {
  readonly kube: KubeClient;
  readonly namespace: string | undefined;
  readonly children: Children;
  readonly logger: Logger;
  readonly now: () => number;
}

/** A watch that was silent for longer is not believed. */
const believedMs = 5_000;
/** Pods of others keep a node from going; whoever ends a node looks again. */
const foreignPodsMaxAgeMs = 15_000;

/**
 * The API server as readings see it: what watches hold is taken from them, the rest is asked for. A watch that is silent, or that cannot
 * show a write of ours yet, is passed over: then the API server answers, or the reading fails.
 */
export class WatchedCluster {
  readonly #kube: KubeClient;
  readonly #children: Children;
  readonly #writes: RecentWrites;
  readonly #pods: Informer<KubeObject>;
  readonly #podsOfFleet = new Grouped<KubeObject>();
  readonly #nodes: Informer<KubeObject>;
  readonly #podsOnNode: SharedReadings<readonly unknown[]>;
  #watchesNodes = false;

  constructor({ kube, namespace, children, logger, now }: WatchedClusterOptions) {
    this.#kube = kube;
    this.#children = children;
    this.#writes = new RecentWrites(now);
    this.#podsOnNode = new SharedReadings({ now, maxAgeMs: foreignPodsMaxAgeMs });
    this.#pods = new Informer({
      kube,
      path: namespace === undefined ? "/api/v1/pods" : `/api/v1/namespaces/${namespace}/pods`,
      labelSelector: `app.kubernetes.io/managed-by=${managedBy}`,
      trim: trimPod,
      onChange: (pod) => this.#group(pod),
      logger,
    });
    this.#nodes = new Informer({ kube, path: "/api/v1/nodes", trim: trimNode, logger });
  }

  start(): void {
    this.#pods.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#pods.stop(), this.#nodes.stop()]);
  }

  /** For readings. */
  get reads(): Kube {
    const kube = this.#kube;
    return {
      get: async <T>(path: string) => (this.#get(path) as T | undefined) ?? kube.get<T>(path),
      list: async <T>(path: string, query: Readonly<Record<string, string>> = {}) => this.#list<T>(path, query),
      mergePatch: (path, patch) => kube.mergePatch(path, patch),
      create: (path, body) => kube.create(path, body),
    };
  }

  /** For actuators: they look at things as they are, and what they write is remembered. */
  get writes(): Kube {
    const kube = this.#kube;
    const noting = async <T>(path: string, write: Promise<T>): Promise<T> => {
      try {
        return await write;
      } finally {
        this.#writes.note(path);
      }
    };
    return {
      get: (path) => kube.get(path),
      list: (path, query) => kube.list(path, query),
      mergePatch: (path, patch) => noting(path, kube.mergePatch(path, patch)),
      create: (path, body) => noting(path, kube.create(path, body)),
    };
  }

  #get(path: string): KubeObject | undefined {
    const match = /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/deployments\/([^/]+)$/.exec(path);
    if (!match || this.#children.silentMs("Deployment") > believedMs || this.#writes.has(path)) return undefined;
    return this.#children.get("Deployment", match[1] ?? "", match[2] ?? "");
  }

  async #list<T>(path: string, query: Readonly<Record<string, string>>): Promise<readonly T[]> {
    const { labelSelector, fieldSelector } = query;
    if (path === "/api/v1/pods" && fieldSelector !== undefined && labelSelector === undefined) {
      return this.#podsOnNode.get(fieldSelector, () => this.#kube.list(path, query)) as Promise<readonly T[]>;
    }
    const known = fieldSelector === undefined && !this.#writes.has(path) ? this.#known(path, labelSelector) : undefined;
    return known ? (known as readonly T[]) : this.#kube.list<T>(path, query);
  }

  #known(path: string, labelSelector: string | undefined): readonly KubeObject[] | undefined {
    const namespace = /^\/api\/v1\/namespaces\/([^/]+)\/pods$/.exec(path)?.[1];
    if (namespace !== undefined) return this.#knownPods(namespace, labelSelector);
    return path === "/api/v1/nodes" ? this.#knownNodes(labelSelector) : undefined;
  }

  #knownPods(namespace: string, labelSelector: string | undefined): readonly KubeObject[] | undefined {
    const labels = parseEqualities(labelSelector);
    if (labels?.size !== 2 || this.#pods.silentMs > believedMs) return undefined;
    const [instance, component] = [labels.get(instanceLabel), labels.get(componentLabel)];
    if (instance === undefined || component === undefined) return undefined;
    return [...this.#podsOfFleet.of(fleetKey(namespace, instance, component))];
  }

  #knownNodes(labelSelector: string | undefined): readonly KubeObject[] | undefined {
    const membership = parseMembership(labelSelector);
    if (!membership) return undefined;
    // Only once a pipeline scales nodes: until then nobody needs to know them.
    if (!this.#watchesNodes) this.#nodes.start();
    this.#watchesNodes = true;
    if (this.#nodes.silentMs > believedMs) return undefined;
    const { label, values } = membership;
    return [...this.#nodes.all()].filter(({ metadata }) => values.has(metadata.labels?.[label] ?? ""));
  }

  #group(pod: KubeObject): void {
    const { namespace = "", name, labels } = pod.metadata;
    const key = `${namespace}/${name}`;
    const live = this.#pods.get(namespace, name);
    if (live) this.#podsOfFleet.set(fleetKey(namespace, labels?.[instanceLabel], labels?.[componentLabel]), key, live);
    else this.#podsOfFleet.delete(key);
  }
}

const instanceLabel = "app.kubernetes.io/instance";
const componentLabel = "app.kubernetes.io/component";

function fleetKey(namespace: string, instance: string | undefined, component: string | undefined): string {
  return `${namespace}/${instance}/${component}`;
}
