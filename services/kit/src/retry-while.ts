import { setTimeout as sleep } from "node:timers/promises";

export interface RetryOptions {
  /** Whether an error may be gone at the next try. */
  readonly isPassing: (error: unknown) => boolean;
  /** After this time the last error is final. */
  readonly patienceMs: number;
  readonly longestDelayMs: number;
  readonly signal?: AbortSignal | undefined;
}

const firstDelayMs = 250;

/** Repeats an idempotent effect, with growing pauses, for as long as its errors are passing ones; gives up with the last error. */
export async function retryWhile<T>(effect: () => Promise<T>, options: RetryOptions): Promise<T> {
  const deadline = performance.now() + options.patienceMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, options.longestDelayMs)) {
    try {
      return await effect();
    } catch (error) {
      if (!options.isPassing(error) || performance.now() + delayMs > deadline) throw error;
      await sleep(delayMs, undefined, options.signal ? { signal: options.signal } : {});
    }
  }
}
