import type { Timers } from "@mediashare/controller";

/** Time that passes only when it is told to. */
export class FakeTimers implements Timers {
  #nowMs = 0;
  readonly #due = new Map<object, { readonly atMs: number; readonly run: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  setTimeout(run: () => void, delayMs: number): NodeJS.Timeout {
    const timer = {};
    this.#due.set(timer, { atMs: this.#nowMs + delayMs, run });
    return timer as NodeJS.Timeout;
  }

  clearTimeout(timer: NodeJS.Timeout | undefined): void {
    if (timer) this.#due.delete(timer);
  }

  /** Runs what comes due within this time, in its order. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#due].sort(([, a], [, b]) => a.atMs - b.atMs);
      if (!next || next[1].atMs > untilMs) break;
      this.#due.delete(next[0]);
      this.#nowMs = next[1].atMs;
      next[1].run();
    }
    this.#nowMs = untilMs;
  }
}
