import type { MediaPipeline } from "@mediashare/api";
import { isNotFound, type KubeClient } from "@mediashare/controller";
import { buildPipeline } from "../pipeline-builder.ts";
import { waitFor } from "../wait-for.ts";
import type { OperatorProcess } from "./operator-process.ts";

export interface Deployment {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string; readonly containers?: readonly { readonly image: string }[] };
  readonly status: { readonly podIP?: string; readonly phase: string };
}

/** A line of the operator's log that tells of an action. */
export interface Scaling {
  readonly atMs: number;
  readonly type: string;
  readonly group?: string;
  readonly to?: number;
  readonly node?: string;
}

/** One MediaPipeline as it stands in the cluster, and waits for what it should come to. */
export class PipelineProbe {
  readonly #kube: KubeClient;
  readonly namespace: string;
  readonly name: string;
  /** Whose words are shown when a wait fails. */
  readonly #operators: () => readonly OperatorProcess[];

  constructor(kube: KubeClient, namespace: string, name: string, operators: () => readonly OperatorProcess[]) {
    this.#kube = kube;
    this.namespace = namespace;
    this.name = name;
    this.#operators = operators;
  }

  get path(): string {
    return `/apis/mediashare.dev/v1alpha1/namespaces/${this.namespace}/mediapipelines/${this.name}`;
  }

  /** In the namespace, of the core API or of a group such as `/apis/apps/v1`. */
  childPath(plural: string, group = "/api/v1"): string {
    return `${group}/namespaces/${this.namespace}/${plural}`;
  }

  create(part: object): Promise<unknown> {
    const collection = this.path.slice(0, this.path.lastIndexOf("/"));
    return this.#kube.create(collection, buildPipeline(part, { name: this.name, namespace: this.namespace }));
  }

  patch(spec: object): Promise<unknown> {
    return this.#kube.mergePatch(this.path, { spec });
  }

  delete(): Promise<unknown> {
    return this.#kube.delete(this.path);
  }

  get(): Promise<MediaPipeline> {
    return this.#kube.get(this.path);
  }

  deployment(fleet: string): Promise<Deployment> {
    return this.#kube.get(`${this.childPath("deployments", "/apis/apps/v1")}/${this.name}-${fleet}`);
  }

  async replicas(fleet: string): Promise<number> {
    return (await this.deployment(fleet)).spec.replicas;
  }

  /** Those of the fleet that are not on their way out. */
  async pods(fleet: string): Promise<readonly Pod[]> {
    const labelSelector = `app.kubernetes.io/instance=${this.name},app.kubernetes.io/component=${fleet}`;
    const pods = await this.#kube.list<Pod>(this.childPath("pods"), { labelSelector });
    return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** `True Deciding`, say. */
  async condition(type: string): Promise<string | undefined> {
    const found = await this.#condition(type);
    return found && `${found.status} ${found.reason}`;
  }

  async messageOf(type: string): Promise<string> {
    return (await this.#condition(type))?.message ?? "";
  }

  /** What Events say of the pipeline, as `Warning SecretMissing: …`. */
  async events(): Promise<readonly string[]> {
    const events = await this.#kube.list<{ type: string; reason: string; note: string; regarding: { name: string } }>(
      this.childPath("events", "/apis/events.k8s.io/v1"),
    );
    return events.filter(({ regarding }) => regarding.name === this.name).map(({ type, reason, note }) => `${type} ${reason}: ${note}`);
  }

  /** What the operators did for this pipeline, in the order of their clocks. */
  scalings(): readonly Scaling[] {
    return this.#operators()
      .flatMap(({ log }) => log.flatMap(parseLine))
      .filter(({ msg, pipeline }) => msg === "scaling" && pipeline === `${this.namespace}/${this.name}`)
      .map(({ time, action }) => ({ ...(action as Omit<Scaling, "atMs">), atMs: Date.parse(time) }))
      .sort((a, b) => a.atMs - b.atMs);
  }

  exists(path: string): Promise<boolean> {
    return this.#kube.get(path).then(
      () => true,
      (error: unknown) => {
        if (isNotFound(error)) return false;
        throw error;
      },
    );
  }

  /** An API server that is away for a moment is waited for as well. */
  until(what: string, holds: () => Promise<boolean> | boolean, timeoutMs = 60_000): Promise<void> {
    const detail = async (): Promise<unknown> => ({
      status: (await this.get().catch(String)) as unknown,
      logs: this.#operators().map(({ log }) => log.slice(-8)),
    });
    return waitFor(what, async () => holds(), { timeoutMs, intervalMs: 250, detail });
  }

  untilCondition(type: string, wanted: string, timeoutMs?: number): Promise<void> {
    return this.until(`${type} to be ${wanted}`, async () => (await this.condition(type)) === wanted, timeoutMs);
  }

  async #condition(type: string): Promise<{ status: string; reason: string; message: string } | undefined> {
    return (await this.get()).status?.conditions?.find((each) => each.type === type);
  }
}

interface LogLine {
  readonly msg: string;
  readonly time: string;
  readonly pipeline?: string;
  readonly action?: object;
}

/** What is not of the logger, such as a stack, is left out. */
function parseLine(line: string): readonly LogLine[] {
  return line.startsWith("{") ? [JSON.parse(line) as LogLine] : [];
}
