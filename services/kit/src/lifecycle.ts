import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "./logger.ts";

/** One thing to end at shutdown. Parts end in the reverse order of their registration. */
interface Part {
  readonly name: string;
  readonly stop: (graceMs: number) => Promise<void>;
}

/** What a part may still take when the grace period is used up: enough to cut off, not to finish. */
const leastPartMs = 1_000;

/** What a process has running, and how it ends: SIGTERM and SIGINT stop the parts in order, within the grace period. */
export class Lifecycle {
  #parts: Part[] = [];
  #stopping: Promise<void> | undefined;
  readonly #logger: Logger;
  readonly #graceMs: number;

  constructor(options: { logger: Logger; graceMs: number }) {
    this.#logger = options.logger;
    this.#graceMs = options.graceMs;
  }

  onStop(name: string, stop: Part["stop"]): void {
    this.#parts.push({ name, stop });
  }

  /**
   * From now on SIGTERM and SIGINT end the process: exit code 0 when all parts stopped in time, else 1.
   * So does the end of the IPC channel to a parent that had opened one: it is gone, however it died.
   */
  handleSignals(): void {
    for (const event of ["SIGTERM", "SIGINT", "disconnect"] as const) {
      process.on(event, () => {
        this.#logger.info({ event }, "shutting down");
        this.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            this.#logger.error({ err: error }, "shutdown was not clean");
            process.exit(1);
          },
        );
      });
    }
  }

  /** Stops every part, whatever the others do; rejects with the faults of those that failed or did not end in time. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    const deadline = performance.now() + this.#graceMs;
    const faults: unknown[] = [];
    for (const part of this.#parts.toReversed()) {
      try {
        const leftMs = Math.max(0, deadline - performance.now());
        await within(Math.max(leastPartMs, leftMs), part.stop(leftMs));
      } catch (error) {
        faults.push(new Error(`${part.name} did not stop`, { cause: error }));
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, "Some parts did not stop");
  }
}

async function within(limitMs: number, stopping: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const tooLate = sleep(limitMs, undefined, { signal: waiting.signal }).then(
    () => Promise.reject(new Error(`it still ran after ${Math.round(limitMs)} ms`)),
    () => undefined,
  );
  try {
    await Promise.race([stopping, tooLate]);
  } finally {
    waiting.abort();
  }
}
