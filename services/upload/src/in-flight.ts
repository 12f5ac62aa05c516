import { setTimeout as sleep } from "node:timers/promises";
import type { Middleware } from "koa";

/** Requests that are being handled; one goes on for a moment after its connection was cut, to store what it has. */
export class InFlight {
  readonly #running = new Set<Promise<unknown>>();

  middleware(): Middleware {
    return (_ctx, next) => {
      const running = next();
      this.#running.add(running);
      const done = () => this.#running.delete(running);
      running.then(done, done);
      return running;
    };
  }

  /** Resolves when all have ended, or when this time is over. */
  async settle(graceMs: number): Promise<void> {
    const over = new AbortController();
    const ended = Promise.allSettled(this.#running).finally(() => over.abort());
    await Promise.race([ended, sleep(graceMs, undefined, { signal: over.signal }).catch(() => undefined)]);
  }
}
