import { apiVersion, kind, type MediaPipeline } from "@mediashare/api";
import type { Logger } from "@mediashare/kit";
import type { EventRecorder } from "../kube/events.ts";
import type { Fault } from "./fault.ts";

export interface AnnouncerOptions {
  readonly events: Pick<EventRecorder, "record">;
  readonly logger: Logger;
  /** Nothing is told. */
  readonly isSilent: boolean;
}

/** Tells what happens to pipelines by Events: changes, not states. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  /** By pipeline and topic, what was told last. */
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Faults that were not there at the last call. */
  async faults(pipeline: Pick<MediaPipeline, "metadata">, faults: readonly Fault[]): Promise<void> {
    const fresh = this.#fresh(pipeline, "faults", faults, ({ reason }) => reason);
    for (const { reason, message } of fresh) await this.#say(pipeline, "Warning", "Reconcile", reason, message);
  }

  /** Sentences that were not said at the last call: what is done again at each tick is told once. */
  async scaled(pipeline: Pick<MediaPipeline, "metadata">, sentences: readonly string[]): Promise<void> {
    const fresh = this.#fresh(pipeline, "scaled", sentences, (sentence) => sentence);
    for (const sentence of fresh) await this.#say(pipeline, "Normal", "Scale", "Scaled", sentence);
  }

  forget({ namespace, name }: { readonly namespace: string; readonly name: string }): void {
    for (const topic of ["faults", "scaled"]) this.#told.delete(`${namespace}/${name} ${topic}`);
  }

  #fresh<T>({ metadata }: Pick<MediaPipeline, "metadata">, topic: string, now: readonly T[], idOf: (each: T) => string): readonly T[] {
    const key = `${metadata.namespace}/${metadata.name} ${topic}`;
    const before = this.#told.get(key);
    const ids = new Set(now.map(idOf));
    if (ids.size > 0) this.#told.set(key, ids);
    else this.#told.delete(key);
    return now.filter((each) => !before?.has(idOf(each)));
  }

  /** An event that cannot be written is not worth a reconcile. */
  async #say(
    { metadata }: Pick<MediaPipeline, "metadata">,
    type: "Normal" | "Warning",
    action: string,
    reason: string,
    note: string,
  ): Promise<void> {
    if (this.#options.isSilent) return;
    await this.#options.events.record({ apiVersion, kind, metadata }, { type, action, reason, note }).catch((error: unknown) => {
      this.#options.logger.warn({ err: error, reason }, "an event could not be written");
    });
  }
}
