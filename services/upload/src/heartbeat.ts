import type { Logger } from "@mediashare/kit";

/** Tells the database again and again which things this process is alive for, with one timer for all of them. */
export class Heartbeat {
  readonly #alive = new Set<string>();
  readonly #intervalMs: number;
  readonly #beat: (ids: readonly string[]) => Promise<void>;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { intervalMs: number; beat: (ids: readonly string[]) => Promise<void>; logger: Logger }) {
    this.#intervalMs = options.intervalMs;
    this.#beat = options.beat;
    this.#logger = options.logger;
  }

  /** Keeps the thing alive until the returned function is called. */
  keep(id: string): () => void {
    this.#alive.add(id);
    this.#timer ??= setInterval(() => this.#tick(), this.#intervalMs);
    return () => {
      this.#alive.delete(id);
      if (this.#alive.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tick(): void {
    this.#beat([...this.#alive]).catch((error: unknown) => {
      this.#logger.warn({ err: error }, "cannot say that uploads are alive; trying again");
    });
  }
}
