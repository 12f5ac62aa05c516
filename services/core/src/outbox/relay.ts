import { setTimeout as sleep } from "node:timers/promises";
import { metricNames } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { Gauge, type Registry } from "prom-client";
import type { DatabaseAddress } from "../db/database-address.ts";
import { listen } from "../db/listen.ts";
import { outboxChannel } from "../db/notify-media.ts";
import type { Knex } from "../db/open-database.ts";
import { sendOutboxBatch } from "../db/operations/outbox/send-batch.ts";
import type { TaskQueue } from "../queue/task-queue.ts";

/** Rows are told of by NOTIFY; this finds those whose notice was lost. */
const idlePollMs = 5_000;
const firstRetryMs = 250;
const longestRetryMs = 10_000;

export interface RelayOptions {
  readonly db: Knex;
  readonly database: DatabaseAddress;
  readonly queue: TaskQueue;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Carries outbox rows to the queue until it is stopped. Any number may run: rows are locked while they are sent. */
export function startRelay(options: RelayOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let wake = new AbortController();
  const listener = listen(options.database, outboxChannel, {
    onNotice: () => wake.abort(),
    onGap: () => wake.abort(),
    logger: options.logger,
  });
  watchPending(options);

  const idle = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, wake.signal]) }).catch(() => undefined);
    wake = new AbortController();
  };

  const run = async (): Promise<void> => {
    let retryMs = firstRetryMs;
    while (!stopping.signal.aborted) {
      try {
        const { taken, sent, reasons } = await sendOutboxBatch(options.db, options.queue);
        if (reasons.length > 0) options.logger.warn({ reasons: reasons.slice(0, 3), refused: taken - sent }, "the queue refused messages");
        if (sent < taken) await idle(retryMs);
        else if (taken === 0) await idle(idlePollMs);
        retryMs = firstRetryMs;
      } catch (error) {
        options.logger.warn({ err: error, retryMs }, "cannot relay the outbox; the rows stay and are tried again");
        await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    }
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await listener.close();
      await running;
    },
  };
}

function watchPending({ db, registry }: RelayOptions): void {
  new Gauge({
    name: metricNames.outboxPending,
    help: "Outbox rows that wait to be sent to the queue",
    registers: [registry],
    async collect() {
      const [row] = await db("outbox").count<{ count: number }[]>();
      this.set(Number(row?.count ?? 0));
    },
  });
}
