import { fetchDays, fetchSpan, type MediaEvent, type MediaSummary } from "../api/media-api.ts";
import { type Chunk, planChunks } from "./chunks.ts";
import { toDayCounts } from "./day-counts.ts";
import { applyEvents, forgetOld, type LoadedChunk, type LoadedChunks, takeOver } from "./timeline-state.ts";

export interface TimelineSnapshot {
  /** Latest first; undefined until the days are known. */
  readonly chunks: readonly Chunk[] | undefined;
  readonly loaded: LoadedChunks;
  /** Of the days, or of a chunk that is wanted. */
  readonly error: Error | undefined;
}

/** Signed URLs are good for six hours by default: chunks are read again well before. */
const freshMs = 2 * 60 * 60 * 1000;
/** Kept in memory; about 20 MB. */
const mostItems = 20_000;
const daysPauseMs = 1_000;

/** The timeline as far as it is loaded: chunks come as they are wanted, and go when they have not been for long. */
export class TimelineStore {
  #snapshot: TimelineSnapshot = { chunks: undefined, loaded: new Map(), error: undefined };
  #wanted: ReadonlySet<string> = new Set();
  readonly #used = new Set<string>();
  readonly #loading = new Set<string>();
  /** Events while a chunk is being read, which may be older than they are. */
  readonly #missed = new Map<string, MediaEvent[]>();
  #days: Promise<void> | undefined;
  #daysAgain: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly getSnapshot = () => this.#snapshot;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    if (this.#snapshot.chunks === undefined) void this.#readDays();
    return () => this.#listeners.delete(listener);
  };

  /** Says which chunks are in or near the window. */
  want(keys: readonly string[]): void {
    this.#wanted = new Set(keys);
    for (const key of keys) void this.#load(key);
  }

  readonly retry = () => {
    this.#set({ error: undefined });
    void this.#readDays();
    for (const key of this.#wanted) void this.#load(key);
  };

  apply(events: readonly MediaEvent[]): void {
    for (const missed of this.#missed.values()) missed.push(...events);
    const loaded = applyEvents(this.#snapshot.loaded, events);
    if (loaded !== this.#snapshot.loaded) this.#set({ loaded });
    if (this.#snapshot.chunks) this.#daysAgain ??= setTimeout(() => void this.#readDays(), daysPauseMs);
  }

  /** What is loaded may be out of date. */
  reload(): void {
    const loaded = new Map([...this.#snapshot.loaded].map(([key, chunk]) => [key, { ...chunk, loadedAtMs: 0 }]));
    this.#set({ loaded });
    void this.#readDays();
    for (const key of this.#wanted) void this.#load(key);
  }

  async #readDays(): Promise<void> {
    clearTimeout(this.#daysAgain);
    this.#daysAgain = undefined;
    this.#days ??= this.#fetchDays().finally(() => {
      this.#days = undefined;
    });
    await this.#days;
  }

  async #fetchDays(): Promise<void> {
    try {
      const { months } = await fetchDays();
      const chunks = planChunks(toDayCounts(months));
      this.#set({ chunks, loaded: takeOver(this.#snapshot.loaded, chunks), error: undefined });
      // Chunks that divided or came anew under the window.
      for (const key of this.#wanted) void this.#load(key);
    } catch (error) {
      this.#set({ error: error as Error });
    }
  }

  async #load(key: string): Promise<void> {
    const known = this.#snapshot.loaded.get(key);
    // A set keeps the order in which its members came: the last is what was wanted last.
    this.#used.delete(key);
    this.#used.add(key);
    const chunk = this.#snapshot.chunks?.find((candidate) => candidate.key === key);
    if (!chunk || this.#loading.has(key) || (known && Date.now() - known.loadedAtMs < freshMs)) return;
    this.#loading.add(key);
    this.#missed.set(key, []);
    try {
      const items = await this.#fetchAll(chunk);
      const { from, before } = chunk;
      const read = new Map([[key, { from, before, items, loadedAtMs: Date.now() }]]);
      const current = applyEvents(read, this.#missed.get(key) ?? []).get(key) as LoadedChunk;
      const loaded = forgetOld(new Map([...this.#snapshot.loaded, [key, current]]), [...this.#used], mostItems);
      this.#set({ loaded, error: undefined });
    } catch (error) {
      this.#set({ error: error as Error });
    } finally {
      this.#loading.delete(key);
      this.#missed.delete(key);
    }
  }

  async #fetchAll({ from, before }: Chunk): Promise<MediaSummary[]> {
    const items: MediaSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await fetchSpan({ from, before, cursor });
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return items;
  }

  #set(change: Partial<TimelineSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const timelineStore = new TimelineStore();
