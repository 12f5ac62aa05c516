import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mediashare/kit";
import { isGone, KubeError } from "./errors.ts";
import type { KubeClient, WatchEvent } from "./kube-client.ts";
import type { KubeObject } from "./kube-object.ts";

export interface InformerOptions<T extends KubeObject> {
  readonly kube: Pick<KubeClient, "pages" | "watch">;
  readonly path: string;
  readonly labelSelector?: string;
  /** What is kept of an object; left out: all but managedFields. */
  readonly trim?: (object: T) => T;
  /** Called for whatever came, changed or went; must not throw and should only note the key. */
  readonly onChange?: (object: T) => void;
  readonly logger: Logger;
  readonly random?: () => number;
  /** The pause after the first failure; it doubles with each further one. */
  readonly firstDelayMs?: number;
}

/** The server ends a watch after about this; no list is needed then, as bookmarks keep the version fresh. */
const watchSeconds = 290;
/** A watch that lasted for so long was sound, though nothing came. */
const steadyMs = 10_000;
const longestDelayMs = 30_000;

/**
 * What the API server has of one kind, kept up to date by list and watch. Survives connections that reset, servers that answer 500 or
 * go away, watches that end idle, and versions that are gone (410: lists anew). managedFields are not kept.
 */
export class Informer<T extends KubeObject> {
  readonly #options: InformerOptions<T>;
  readonly #objects = new Map<string, T>();
  readonly #stopping = new AbortController();
  readonly #random: () => number;
  #running: Promise<void> | undefined;
  #hasSynced = false;
  #version: string | undefined;
  /** Since something last came. */
  #failures = 0;
  #isOpen = false;
  #brokeAtMs = 0;

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Whether the first list has come. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /** For how long changes have not been heard of: 0 while the watch runs. */
  get silentMs(): number {
    if (!this.#hasSynced) return Number.POSITIVE_INFINITY;
    return this.#isOpen ? 0 : performance.now() - this.#brokeAtMs;
  }

  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  all(): IterableIterator<T> {
    return this.#objects.values();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (this.#version === undefined) await this.#list();
        await this.#watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#failures += 1;
        // The list that follows tells what was missed.
        if (isGone(error)) this.#version = undefined;
        else this.#complain(error);
      }
      await sleep(this.#delayMs(), undefined, { signal }).catch(() => undefined);
    }
  }

  async #list(): Promise<void> {
    const { kube, path, onChange } = this.#options;
    const gone = new Map(this.#objects);
    let version: string | undefined;
    for await (const { items, metadata } of kube.pages<T>(path, this.#selector)) {
      for (const item of items) {
        gone.delete(keyOf(item));
        this.#put(item);
      }
      version = metadata.resourceVersion;
    }
    for (const [key, object] of gone) {
      this.#objects.delete(key);
      onChange?.(object);
    }
    this.#version = version ?? "";
    this.#brokeAtMs = performance.now();
    this.#hasSynced = true;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { kube, path } = this.#options;
    const query = {
      ...this.#selector,
      resourceVersion: this.#version ?? "",
      allowWatchBookmarks: "true",
      timeoutSeconds: String(Math.round(watchSeconds * (0.9 + 0.2 * this.#random()))),
    };
    const startedAtMs = performance.now();
    const onOpen = (): void => {
      this.#isOpen = true;
    };
    try {
      for await (const event of kube.watch<T>(path, query, signal, onOpen)) this.#take(event);
    } finally {
      if (this.#isOpen) this.#brokeAtMs = performance.now();
      this.#isOpen = false;
    }
    if (performance.now() - startedAtMs > steadyMs) this.#failures = 0;
    else this.#failures += 1;
  }

  #take({ type, object }: WatchEvent<T>): void {
    if (type === "ERROR") {
      const { code, message = "the watch was refused" } = object as unknown as { code?: number; message?: string };
      throw new KubeError(`WATCH ${this.#options.path}`, { message, ...(code !== undefined && { status: code }) });
    }
    this.#failures = 0;
    this.#version = object.metadata.resourceVersion ?? this.#version;
    if (type === "BOOKMARK") return;
    if (type === "DELETED") {
      this.#objects.delete(keyOf(object));
      this.#options.onChange?.(object);
    } else this.#put(object);
  }

  #put(object: T): void {
    const { trim = withoutManagedFields, onChange } = this.#options;
    const kept = trim(object);
    const key = keyOf(kept);
    const before = this.#objects.get(key);
    this.#objects.set(key, kept);
    if (before?.metadata.resourceVersion !== kept.metadata.resourceVersion) onChange?.(kept);
  }

  /** A server that is away is said once, and again when it stays away. */
  #complain(error: unknown): void {
    const { path, logger } = this.#options;
    const level = this.#failures === 1 || this.#failures % 8 === 0 ? "warn" : "debug";
    logger[level]({ err: error, path, failures: this.#failures }, "a watch broke; it is taken up again");
  }

  get #selector(): Record<string, string> {
    const { labelSelector } = this.#options;
    return labelSelector === undefined ? {} : { labelSelector };
  }

  /** Exponential, with the jitter that keeps many watches from coming back at once. */
  #delayMs(): number {
    const { firstDelayMs = 500 } = this.#options;
    if (this.#failures === 0) return 0;
    return Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#failures - 1)) * (0.5 + this.#random());
  }
}

function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _fields, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
