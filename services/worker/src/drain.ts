import { setTimeout as sleep } from "node:timers/promises";

/**
 * A time in which no new task is taken. It ends by itself, so that a worker whose node is to stay after all takes tasks again
 * even if nobody tells it.
 */
export class Drain {
  #endsAtMs = 0;
  #begun = new AbortController();
  #changed = new AbortController();

  get isOn(): boolean {
    return performance.now() < this.#endsAtMs;
  }

  /** Aborts when a drain begins: a call that waits for tasks must not bring one. */
  get begins(): AbortSignal {
    return this.#begun.signal;
  }

  /** Lasts so long from now; 0 ends it. */
  set(durationMs: number): void {
    this.#endsAtMs = performance.now() + durationMs;
    this.#changed.abort();
    this.#changed = new AbortController();
    if (!this.isOn) return;
    this.#begun.abort();
    this.#begun = new AbortController();
  }

  /** Resolves at its end, or when `signal` aborts. */
  async ended(signal: AbortSignal): Promise<void> {
    while (this.isOn && !signal.aborted) {
      const waking = AbortSignal.any([signal, this.#changed.signal]);
      await sleep(this.#endsAtMs - performance.now(), undefined, { signal: waking }).catch(() => undefined);
    }
  }
}
