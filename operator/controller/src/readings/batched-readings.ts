import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./shared-readings.ts";

export interface BatchOptions<Query, Value> {
  readonly now: Clock;
  /** Reads all at once; the answers in the order of the queries. */
  readonly read: (queries: readonly Query[]) => Promise<readonly Value[]>;
  /** What makes two queries the same. */
  readonly keyOf: (query: Query) => string;
  readonly maxBatch: number;
  /** How long a first query waits for others. */
  readonly windowMs: number;
  /** How old an answer may be and still be handed out. */
  readonly maxAgeMs: number;
}

interface Entry<Query, Value> {
  readonly query: Query;
  answer: Promise<Value>;
  readAtMs: number;
  wantedAtMs: number;
}

/**
 * Readings that a service gives many of in one call. Queries that come within a short window go together, and with them those
 * that are wanted regularly and would be due soon: thousands of pipelines with ticks of their own still fill each call.
 */
export class BatchedReadings<Query, Value> {
  readonly #options: BatchOptions<Query, Value>;
  readonly #entries = new Map<string, Entry<Query, Value>>();
  #due: Entry<Query, Value>[] = [];
  #gathering: Promise<Map<Entry<Query, Value>, Promise<Value>>> | undefined;

  constructor(options: BatchOptions<Query, Value>) {
    this.#options = options;
  }

  get(query: Query): Promise<Value> {
    const { now, keyOf, maxAgeMs } = this.#options;
    const key = keyOf(query);
    const nowMs = now();
    const entry = this.#entries.get(key);
    if (entry && nowMs - entry.readAtMs < maxAgeMs) {
      entry.wantedAtMs = nowMs;
      return entry.answer;
    }
    const fresh: Entry<Query, Value> = { query, answer: undefined as never, readAtMs: nowMs, wantedAtMs: nowMs };
    this.#due.push(fresh);
    fresh.answer = this.#nextBatch().then((answers) => answers.get(fresh) as Promise<Value>);
    this.#entries.set(key, fresh);
    return fresh.answer;
  }

  #nextBatch(): Promise<Map<Entry<Query, Value>, Promise<Value>>> {
    this.#gathering ??= sleep(this.#options.windowMs).then(() => this.#send());
    return this.#gathering;
  }

  /** Every chunk by itself: one that fails does not spoil the others. */
  #send(): Map<Entry<Query, Value>, Promise<Value>> {
    const due = new Set(this.#due);
    this.#due = [];
    this.#gathering = undefined;
    const batch = [...due, ...this.#dueSoon(due)];
    const answers = new Map<Entry<Query, Value>, Promise<Value>>();
    for (let start = 0; start < batch.length; start += this.#options.maxBatch) {
      const chunk = batch.slice(start, start + this.#options.maxBatch);
      const values = this.#options.read(chunk.map(({ query }) => query));
      chunk.forEach((entry, index) => {
        const answer = values.then((all) => all[index] as Value);
        // Those who asked handle it; nobody may have asked for a neighbour.
        answer.catch(() => undefined);
        answers.set(entry, answer);
        if (!due.has(entry)) entry.answer = answer;
      });
    }
    return answers;
  }

  #dueSoon(due: ReadonlySet<Entry<Query, Value>>): Entry<Query, Value>[] {
    const { now, maxAgeMs, maxBatch } = this.#options;
    const nowMs = now();
    const soon: Entry<Query, Value>[] = [];
    for (const [key, entry] of this.#entries) {
      if (due.has(entry)) continue;
      if (nowMs - entry.wantedAtMs > 2 * maxAgeMs) this.#entries.delete(key);
      else if (nowMs - entry.readAtMs > maxAgeMs / 2) soon.push(entry);
    }
    const room = (maxBatch - (due.size % maxBatch)) % maxBatch;
    const chosen = soon.sort((a, b) => a.readAtMs - b.readAtMs).slice(0, room);
    for (const entry of chosen) entry.readAtMs = nowMs;
    return chosen;
  }
}
