import { systemTimers, type Timers } from "./timers.ts";

export interface WorkQueueOptions {
  /** Does one key's work; resolves with when to come back (`undefined`: when something changes), rejects to be tried again. */
  readonly work: (key: string) => Promise<number | undefined>;
  readonly concurrency: number;
  readonly onError: (key: string, error: unknown, retryMs: number) => void;
  readonly random?: () => number;
  readonly timers?: Timers;
}

interface Entry {
  state: "idle" | "queued" | "running";
  /** Something came while it ran: run it again. */
  isAsked: boolean;
  failures: number;
  timer: NodeJS.Timeout | undefined;
  dueAtMs: number;
}

const firstRetryMs = 500;
const longestRetryMs = 120_000;
/** Keys that came together do not stay together. */
const jitter = 0.1;

/** Keys to be worked on: each by one at a time, however often it is added, and again later with growing pauses where it fails. */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #ready = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#random = options.random ?? Math.random;
  }

  /** Keys that wait for their turn. */
  get depth(): number {
    return this.#ready.size;
  }

  /** To be worked on as soon as there is a place; asked for while it runs, it runs once more. */
  add(key: string): void {
    if (this.#isStopped) return;
    const entry = this.#entryOf(key);
    this.#clearTimer(entry);
    if (entry.state === "running") entry.isAsked = true;
    if (entry.state !== "idle") return;
    entry.state = "queued";
    this.#ready.add(key);
    this.#pump();
  }

  /** The earliest of several calls counts. */
  addAfter(key: string, delayMs: number): void {
    if (this.#isStopped) return;
    const entry = this.#entryOf(key);
    const dueAtMs = this.#timers.now() + delayMs;
    if (entry.state === "queued" || (entry.timer && entry.dueAtMs <= dueAtMs)) return;
    this.#clearTimer(entry);
    entry.dueAtMs = dueAtMs;
    entry.timer = this.#timers.setTimeout(() => this.add(key), delayMs);
  }

  /** Takes nothing more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const entry of this.#entries.values()) this.#clearTimer(entry);
    this.#ready.clear();
    await Promise.all(this.#running);
  }

  #pump(): void {
    for (const key of this.#ready) {
      if (this.#isStopped || this.#running.size >= this.#options.concurrency) return;
      this.#ready.delete(key);
      const running = this.#run(key).then(() => {
        this.#running.delete(running);
        this.#pump();
      });
      this.#running.add(running);
    }
  }

  async #run(key: string): Promise<void> {
    const entry = this.#entryOf(key);
    entry.state = "running";
    const comeBackMs = await this.#attempt(key, entry);
    entry.state = "idle";
    const { isAsked } = entry;
    entry.isAsked = false;
    // What came may have been caused by what failed: then it waits like a first failure, not like the last of many.
    if (isAsked && entry.failures === 0) this.add(key);
    else if (isAsked) this.addAfter(key, firstRetryMs);
    else if (comeBackMs !== undefined) this.addAfter(key, comeBackMs);
    else if (!entry.timer) this.#entries.delete(key);
  }

  async #attempt(key: string, entry: Entry): Promise<number | undefined> {
    try {
      const comeBackMs = await this.#options.work(key);
      entry.failures = 0;
      return comeBackMs === undefined ? undefined : comeBackMs * (1 + jitter * (2 * this.#random() - 1));
    } catch (error) {
      const retryMs = Math.min(longestRetryMs, firstRetryMs * 2 ** entry.failures) * (0.75 + 0.5 * this.#random());
      entry.failures += 1;
      this.#options.onError(key, error, retryMs);
      return retryMs;
    }
  }

  #entryOf(key: string): Entry {
    const found = this.#entries.get(key);
    if (found) return found;
    const entry: Entry = { state: "idle", isAsked: false, failures: 0, timer: undefined, dueAtMs: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #clearTimer(entry: Entry): void {
    this.#timers.clearTimeout(entry.timer);
    entry.timer = undefined;
  }
}
