/** Time as a queue needs it; tests bring their own. */
export interface Timers {
  /** Milliseconds that never go back. */
  now(): number;
  setTimeout(run: () => void, delayMs: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | undefined): void;
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (timer) => clearTimeout(timer),
};
