import { InvalidPipelineError, type MediaPipeline, parseMediaPipeline, toPolicySpec } from "@mediashare/api";
import { migrationComponent } from "@mediashare/cdk8s";
import type { Logger } from "@mediashare/kit";
import { type Decision, decide, type Memory } from "@mediashare/policy";
import type { Actuators } from "../actuators/actuators.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeObject } from "../kube/kube-object.ts";
import type { ControllerMetrics } from "../metrics.ts";
import type { Kube } from "../readings/kube.ts";
import type { Readings } from "../readings/observe.ts";
import { type Acted, act } from "./act.ts";
import type { Announcer } from "./announcer.ts";
import { applyChildren } from "./apply-children.ts";
import { buildStatus } from "./build-status.ts";
import type { Children } from "./children.ts";
import { buildConditions, type ConditionInputs, mergeConditions } from "./conditions.ts";
import { describeAction } from "./describe-action.ts";
import { type Component, explainPods } from "./explain-pods.ts";
import type { Fault } from "./fault.ts";
import { addFinalizer, hasFinalizer, needsFinalizer, removeFinalizer } from "./finalizer.ts";
import { areFleetsMade, readFleets } from "./fleet-state.ts";
import { findMigration } from "./migration.ts";
import { nextTickMs } from "./next-tick.ts";
import type { References } from "./references.ts";
import { release } from "./release.ts";
import { reportInvalid } from "./report-invalid.ts";
import { tellSite } from "./tell-site.ts";
import { writeStatus } from "./write-status.ts";

export interface ReconcilerOptions {
  readonly kube: KubeClient;
  /** What watches hold of the API server. */
  readonly watched: Pick<Kube, "list">;
  readonly pipelines: { get(namespace: string, name: string): KubeObject | undefined };
  readonly children: Children;
  readonly references: References;
  readonly readings: Readings;
  readonly actuators: Actuators;
  readonly announcer: Announcer;
  readonly metrics: ControllerMetrics;
  readonly logger: Logger;
  readonly now: () => number;
  /** Throws when another replica may work by now. */
  readonly insist: () => void;
  /** Decides, and logs what would be done; changes nothing. */
  readonly dryRun: boolean;
}

/** What is kept of a pipeline between two reconciles; after a restart the status has it. */
interface Kept {
  readonly uid: string | undefined;
  memory: Memory | null;
  status: MediaPipeline["status"];
  statusWrittenAtMs: number;
  /** The generation and the children's revision that were found to be as they should. */
  settled: string | undefined;
}

/** Brings one MediaPipeline's children, workers and nodes to what its spec and its queue ask for. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** @returns after how many milliseconds to look again; undefined: when something changes */
  async reconcile(key: string): Promise<number | undefined> {
    const [namespace = "", name = ""] = key.split("/");
    const object = this.#options.pipelines.get(namespace, name);
    if (object === undefined) return this.#forget({ key, namespace, name });
    const end = this.#options.metrics.started();
    try {
      this.#options.insist();
      const comeBackMs = await this.#reconcile(key, object);
      end("done");
      return comeBackMs;
    } catch (error) {
      end("failed");
      throw error;
    }
  }

  async #reconcile(key: string, object: KubeObject): Promise<number | undefined> {
    try {
      const pipeline = parseMediaPipeline(object);
      if (pipeline.metadata.deletionTimestamp !== undefined) return await release(pipeline, this.#options);
      return await this.#run(key, pipeline);
    } catch (error) {
      if (!(error instanceof InvalidPipelineError)) throw error;
      await reportInvalid(object, error, this.#options);
      return undefined;
    }
  }

  async #run(key: string, pipeline: MediaPipeline): Promise<number> {
    const { references, watched, children, announcer, metrics, now } = this.#options;
    const kept = this.#keptOf(key, pipeline);
    await this.#keepFinalizer(pipeline);
    const faults: Fault[] = [...(await references.check(pipeline)), ...(await this.#applyChildren(key, pipeline, kept))];

    const migration = findMigration(pipeline, children);
    const decided = areFleetsMade(pipeline, children) ? await this.#decide(pipeline, kept) : undefined;

    const fleets = readFleets(pipeline, children);
    const lacking: Component[] = fleets.filter(({ ready, desired }) => ready < desired).map(({ fleet }) => fleet);
    if (migration !== undefined) lacking.unshift(migrationComponent);
    faults.push(...fleets.flatMap((fleet) => fleet.faults), ...(await explainPods(pipeline, lacking, watched, now())));
    const scalingFaults = decided?.faults ?? [];
    const decision = decided?.decision;
    if (decision) metrics.decided(key, decision, fleets.find(({ fleet }) => fleet === "worker")?.ready ?? 0);
    const done = decided?.done ?? [];
    await announcer.scaled(pipeline, done.map(describeAction));
    await announcer.faults(pipeline, [...faults, ...scalingFaults]);
    await this.#tell(pipeline, kept, { migration, fleets, faults, scalingFaults, decision, done });
    return nextTickMs(decision, [...faults, ...scalingFaults], fleets);
  }

  async #decide(pipeline: MediaPipeline, kept: Kept): Promise<Acted & { readonly decision: Decision }> {
    const { readings, now } = this.#options;
    const observed = await readings.observe(pipeline);
    const { decision, memory } = decide(observed.observation, toPolicySpec(pipeline.spec), kept.memory, now());
    const { done, faults } = await act(pipeline, decision, this.#options);
    kept.memory = memory;
    return { decision, done, faults: [...observed.faults, ...faults] };
  }

  /** Rendered and compared only when the spec or a child has changed: a steady pipeline costs nothing. */
  async #applyChildren(key: string, pipeline: MediaPipeline, kept: Kept): Promise<readonly Fault[]> {
    const { children, dryRun, insist, metrics, logger } = this.#options;
    const state = `${pipeline.metadata.generation} ${children.revisionOf(key)}`;
    if (kept.settled === state) return [];
    insist();
    const { done, faults } = await applyChildren(pipeline, this.#options);
    if (done.length > 0) logger.info({ pipeline: key, changes: done }, dryRun ? "would change children" : "children changed");
    if (!dryRun) for (const { verb } of done) metrics.applied(verb);
    // What was written comes back as a change, and is looked at again then.
    kept.settled = faults.length === 0 ? state : undefined;
    return faults;
  }

  /** In the status, and to the site. */
  async #tell(pipeline: MediaPipeline, kept: Kept, inputs: ConditionInputs & Pick<Acted, "done">): Promise<void> {
    const { kube, dryRun, now, logger } = this.#options;
    const nowMs = now();
    const before = kept.status ?? pipeline.status;
    const drafts = buildConditions(inputs);
    const conditions = mergeConditions(before?.conditions ?? [], drafts, pipeline.metadata.generation ?? 0, new Date(nowMs));
    const status = buildStatus({ pipeline, before, conditions, memory: kept.memory, ...inputs });
    if (dryRun) return;
    const isWritten = await writeStatus(kube, pipeline, before, status, nowMs - kept.statusWrittenAtMs);
    if (isWritten) {
      kept.status = status;
      kept.statusWrittenAtMs = nowMs;
    }
    const { decision } = inputs;
    if (!decision) return;
    await tellSite(pipeline, { status, decision }, this.#options).catch((error: unknown) => {
      logger.warn(
        { err: error, pipeline: `${pipeline.metadata.namespace}/${pipeline.metadata.name}` },
        "the site could not be told of a decision",
      );
    });
  }

  async #keepFinalizer(pipeline: MediaPipeline): Promise<void> {
    const { kube, dryRun } = this.#options;
    if (dryRun || needsFinalizer(pipeline) === hasFinalizer(pipeline)) return;
    if (needsFinalizer(pipeline)) await addFinalizer(kube, pipeline);
    else await removeFinalizer(kube, pipeline);
  }

  #keptOf(key: string, { metadata, status }: MediaPipeline): Kept {
    const found = this.#kept.get(key);
    if (found && found.uid === metadata.uid) return found;
    const memory = (status?.memory as unknown as Memory | undefined) ?? null;
    const kept: Kept = { uid: metadata.uid, memory, status, statusWrittenAtMs: this.#options.now(), settled: undefined };
    this.#kept.set(key, kept);
    return kept;
  }

  #forget({ key, ...pipeline }: { readonly key: string; readonly namespace: string; readonly name: string }): undefined {
    const { metrics, announcer, children } = this.#options;
    this.#kept.delete(key);
    metrics.forget(key);
    announcer.forget(pipeline);
    children.forget(key);
  }
}
