export type Clock = () => number;

/** Errors are shared as values are, so that a queue that fails is not asked by each pipeline in turn. */
interface Entry<Value> {
  readonly answer: Promise<Value>;
  readonly askedAtMs: number;
  /** Whoever mends what failed should not have to wait for long. */
  hasFailed: boolean;
}

const maxErrorAgeMs = 10_000;

/** One reading for all who want it at about the same time: asked for once, and handed out until it is too old. */
export class SharedReadings<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #now: Clock;
  readonly #maxAgeMs: number;
  #sweptAtMs = 0;

  constructor(options: { now: Clock; maxAgeMs: number }) {
    this.#now = options.now;
    this.#maxAgeMs = options.maxAgeMs;
  }

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const nowMs = this.#now();
    const entry = this.#entries.get(key);
    if (entry && nowMs - entry.askedAtMs < this.#maxAgeOf(entry)) return entry.answer;
    this.#sweep(nowMs);
    const fresh: Entry<Value> = { answer: read(), askedAtMs: nowMs, hasFailed: false };
    fresh.answer.catch(() => {
      fresh.hasFailed = true;
    });
    this.#entries.set(key, fresh);
    return fresh.answer;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #maxAgeOf({ hasFailed }: Entry<Value>): number {
    return hasFailed ? Math.min(this.#maxAgeMs, maxErrorAgeMs) : this.#maxAgeMs;
  }

  /** What nobody asks for any more does not stay. */
  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAtMs < this.#maxAgeMs) return;
    this.#sweptAtMs = nowMs;
    for (const [key, { askedAtMs }] of this.#entries) if (nowMs - askedAtMs >= this.#maxAgeMs) this.#entries.delete(key);
  }
}
