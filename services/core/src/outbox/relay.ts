import { setTimeout as sleep } from "node:timers/promises";
import { metricNames } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { Gauge, type Registry } from "prom-client";
import type { DatabaseAddress } from "../db/database-address.ts";
import { outboxChannel } from "../db/notify-media.ts";
import type { Knex } from "../db/open-database.ts";
import { sendOutboxBatch } from "../db/operations/outbox/send-batch.ts";
import { runNotified } from "../db/run-notified.ts";
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
  const { db, queue, database, logger } = options;
  watchPending(options);
  return runNotified({ database, channel: outboxChannel, logger }, async ({ signal, idle }) => {
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      try {
        const { taken, sent, reasons } = await sendOutboxBatch(db, queue);
        if (reasons.length > 0) logger.warn({ reasons: reasons.slice(0, 3), refused: taken - sent }, "the queue refused messages");
        if (sent < taken) await idle(retryMs);
        else if (taken === 0) await idle(idlePollMs);
        retryMs = firstRetryMs;
      } catch (error) {
        logger.warn({ err: error, retryMs }, "cannot relay the outbox; the rows stay and are tried again");
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    }
  });
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
