import { setTimeout as sleep } from "node:timers/promises";
import { type Knex, readPause } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";
import type { Consumer } from "./consumer.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

const lookMs = 2_000;

/** Holds the consumer while an administrator has paused the processing. While the database does not answer, it stays as it is. */
export function followPause(options: {
  db: Knex;
  consumer: Pick<Consumer, "pause" | "resume">;
  /** Whoever scales workers reads there that these wait for nothing but the end of the pause. */
  metrics: Pick<WorkerMetrics, "paused">;
  logger: Logger;
}): { stop(): Promise<void> } {
  const { db, consumer, metrics, logger } = options;
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    let paused = false;
    while (!stopping.signal.aborted) {
      const wanted = await readPause(db).then(
        (pause) => pause !== undefined,
        (error: unknown) => {
          logger.warn({ err: error }, "cannot see whether processing is paused; it stays as it is");
          return paused;
        },
      );
      if (wanted !== paused) {
        logger.info(wanted ? "processing is paused: nothing new is taken" : "processing goes on");
        if (wanted) consumer.pause();
        else consumer.resume();
        metrics.paused(wanted);
        paused = wanted;
      }
      await sleep(lookMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
