import { setTimeout as sleep } from "node:timers/promises";
import { metricNames } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { Counter, Gauge, type Registry } from "prom-client";
import { listen } from "../db/listen.ts";
import { lockKeys } from "../db/lock-keys.ts";
import { webhookChannel } from "../db/notify-media.ts";
import type { Knex } from "../db/open-database.ts";
import { listDueDeliveries } from "../db/operations/webhook/list-due-deliveries.ts";
import { recordAttempt } from "../db/operations/webhook/record-attempt.ts";
import { type DueDelivery, deliverWebhook } from "./deliver-webhook.ts";

/** Rows are told of by NOTIFY; this finds those whose time has come. */
const idlePollMs = 2_000;
const parallel = 8;
/** Of a round; of one webhook so many fewer that a slow one leaves room for the others. */
const roundSize = 128;
const roundSizeEach = 8;

export interface WebhookOptions {
  readonly db: Knex;
  readonly databaseUrl: string;
  readonly allowPrivate: boolean;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Sends what is due, until it is stopped; of all processes that do so, one works at a time. What a crash cuts off is sent again. */
export function startWebhooks(options: WebhookOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let wake = new AbortController();
  const listener = listen(options.databaseUrl, webhookChannel, {
    onNotice: () => wake.abort(),
    onGap: () => wake.abort(),
    logger: options.logger,
  });
  const attempts = new Counter({
    name: metricNames.webhookAttempts,
    help: "Attempts to deliver a webhook, by how they ended",
    labelNames: ["outcome"],
    registers: [options.registry],
  });
  watchPending(options);
  const idle = async (): Promise<void> => {
    await sleep(idlePollMs, undefined, { signal: AbortSignal.any([stopping.signal, wake.signal]) }).catch(() => undefined);
    wake = new AbortController();
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const sent = await runRound(options, attempts, stopping.signal);
      if (sent === 0) await idle();
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

/** @returns how many were tried. The lock lives in a transaction, so it is free again when its holder dies. */
async function runRound(options: WebhookOptions, attempts: Counter, signal: AbortSignal): Promise<number> {
  const { db, logger } = options;
  try {
    return await db.transaction(async (guard) => {
      const { rows } = await guard.raw<{ rows: { locked: boolean }[] }>("select pg_try_advisory_xact_lock(?) as locked", [
        lockKeys.webhooks,
      ]);
      if (!rows[0]?.locked) return 0;
      const due = await listDueDeliveries(db, { limit: roundSize, limitEach: roundSizeEach });
      const queue = due.values();
      const work = async (): Promise<void> => {
        for (const delivery of queue) if (!signal.aborted) await attemptDelivery(options, attempts, delivery, signal);
      };
      await Promise.all(Array.from({ length: parallel }, work));
      return due.length;
    });
  } catch (error) {
    logger.warn({ err: error }, "webhooks put off");
    return 0;
  }
}

async function attemptDelivery(
  { db, allowPrivate, logger }: WebhookOptions,
  attempts: Counter,
  due: DueDelivery,
  signal: AbortSignal,
): Promise<void> {
  const { attempt, plan } = await deliverWebhook(due, { allowPrivate, signal, now: () => new Date(), random: Math.random });
  // Cut off by our own end: no fault of the receiver.
  if (signal.aborted && attempt.kind === "failed") return;
  attempts.inc({ outcome: plan.delivery === "delivered" ? "delivered" : "failed" });
  await recordAttempt(db, { due, attempt, plan });
  if (plan.delivery !== "delivered" && plan.disable) {
    logger.info({ webhookId: due.webhook_id, reason: plan.disable }, "a webhook was disabled, as its receiver does not take it");
  }
}

function watchPending({ db, registry }: WebhookOptions): void {
  new Gauge({
    name: metricNames.webhooksPending,
    help: "Webhook deliveries that wait for their first or next attempt",
    registers: [registry],
    async collect() {
      const [row] = await db("webhook_delivery").where({ state: "pending" }).count<{ count: number }[]>();
      this.set(Number(row?.count ?? 0));
    },
  });
}
