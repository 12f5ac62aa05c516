import { createHash } from "node:crypto";
import { isNotFound } from "./errors.ts";
import type { KubeClient } from "./kube-client.ts";

export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid?: string };
}

export interface EventText {
  readonly type: "Normal" | "Warning";
  /** CamelCase: what the operator was doing. */
  readonly action: string;
  /** CamelCase: why it is told. */
  readonly reason: string;
  readonly note: string;
}

export interface EventRecorderOptions {
  readonly kube: Pick<KubeClient, "create" | "mergePatch">;
  /** Who reports: a name, and which process of that name. */
  readonly controller: string;
  readonly instance: string;
  readonly now: () => number;
}

/** Kubernetes keeps events for an hour. */
const eventLifeMs = 60 * 60 * 1000;
const maxRemembered = 4_096;
const maxNote = 1_024;
const maxInstance = 128;

/** Events (events.k8s.io/v1) of a subject; the same one said again becomes a series and is counted, not repeated. */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #said = new Map<string, { readonly name: string; count: number; readonly firstAtMs: number }>();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  async record(subject: EventSubject, text: EventText): Promise<void> {
    const key = keyOf(subject, text);
    const nowMs = this.#options.now();
    const path = `/apis/events.k8s.io/v1/namespaces/${subject.metadata.namespace}/events`;
    const said = this.#said.get(key);
    if (said && nowMs - said.firstAtMs < eventLifeMs) {
      said.count += 1;
      const series = { count: said.count, lastObservedTime: microTime(nowMs) };
      const isCounted = await this.#options.kube.mergePatch(`${path}/${said.name}`, { series }).then(() => true, unlessNotFound);
      if (isCounted) return;
    }
    const name = `${subject.metadata.name}.${key}.${nowMs.toString(16)}`;
    await this.#options.kube.create(path, this.#render(subject, text, name, nowMs));
    this.#said.delete(key);
    this.#said.set(key, { name, count: 1, firstAtMs: nowMs });
    const [oldest] = this.#said.keys();
    if (this.#said.size > maxRemembered && oldest !== undefined) this.#said.delete(oldest);
  }

  #render({ apiVersion, kind, metadata }: EventSubject, { type, action, reason, note }: EventText, event: string, nowMs: number): object {
    const { name, namespace, uid } = metadata;
    return {
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name: event, namespace },
      eventTime: microTime(nowMs),
      reportingController: this.#options.controller,
      reportingInstance: this.#options.instance.slice(0, maxInstance),
      action,
      reason,
      regarding: { apiVersion, kind, name, namespace, ...(uid !== undefined && { uid }) },
      note: note.slice(0, maxNote),
      type,
    };
  }
}

function keyOf({ metadata: { namespace, name, uid } }: EventSubject, { type, action, reason, note }: EventText): string {
  const identity = JSON.stringify([namespace, name, uid, type, action, reason, note]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}

/** metav1.MicroTime. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

function unlessNotFound(error: unknown): boolean {
  if (isNotFound(error)) return false;
  throw error;
}
