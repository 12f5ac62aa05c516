import { metricNames } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { Counter, Gauge, type Registry } from "prom-client";
import type { SecretBox } from "../access/secret-box.ts";
import type { DatabaseAddress } from "../db/database-address.ts";
import { lockKeys } from "../db/lock-keys.ts";
import { webhookChannel } from "../db/notify-media.ts";
import type { Knex } from "../db/open-database.ts";
import { listDueDeliveries } from "../db/operations/webhook/list-due-deliveries.ts";
import { recordAttempt } from "../db/operations/webhook/record-attempt.ts";
import { sealPlainSecrets } from "../db/operations/webhook/seal-plain-secrets.ts";
import { runNotified } from "../db/run-notified.ts";
import { type DueDelivery, deliverWebhook } from "./deliver-webhook.ts";

/** Rows are told of by NOTIFY; this finds those whose time has come. */
const idlePollMs = 2_000;
const parallel = 32;
/** Of one webhook at the same time: a receiver that hangs leaves room for the others. */
const parallelEach = 4;

export interface WebhookOptions {
  readonly db: Knex;
  readonly database: DatabaseAddress;
  readonly allowPrivate: boolean;
  readonly secrets: SecretBox;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Sends what is due, until it is stopped; of all processes that do so, one works at a time. What a crash cuts off is sent again. */
export function startWebhooks(options: WebhookOptions): { stop(): Promise<void> } {
  const { database, logger, registry } = options;
  const attempts = new Counter({
    name: metricNames.webhookAttempts,
    help: "Attempts to deliver a webhook, by how they ended",
    labelNames: ["outcome"],
    registers: [registry],
  });
  watchPending(options);
  return runNotified({ database, channel: webhookChannel, logger }, async ({ signal, idle }) => {
    while (!signal.aborted) {
      await holdTerm(options, { attempts, signal, idle: () => idle(idlePollMs) });
      await idle(idlePollMs);
    }
  });
}

interface Term {
  readonly attempts: Counter;
  /** Resolves when there may be something to do. */
  readonly idle: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Sends for as long as this process holds the lock, which lives in a transaction, so that it is free again when its holder dies. */
async function holdTerm(options: WebhookOptions, term: Term): Promise<void> {
  const { db, logger } = options;
  try {
    await db.transaction(async (guard) => {
      const { rows } = await guard.raw<{ rows: { locked: boolean }[] }>("select pg_try_advisory_xact_lock(?) as locked", [
        lockKeys.webhooks,
      ]);
      if (!rows[0]?.locked) return;
      const sealed = await sealPlainSecrets(db, options.secrets);
      if (sealed > 0) logger.info({ webhooks: sealed }, "signing secrets were encrypted");
      const underWay = new Map<string, Promise<void>>();
      while (!term.signal.aborted) {
        // Fails where the lock is lost with its connection.
        await guard.raw("select 1");
        const limit = parallel - underWay.size;
        for (const due of await listDueDeliveries(db, { limit, limitEach: parallelEach, underWay: [...underWay.keys()] })) {
          const attempt = attemptDelivery(options, term, due).finally(() => underWay.delete(due.id));
          underWay.set(due.id, attempt);
        }
        await Promise.race([term.idle(), ...underWay.values()]);
      }
      await Promise.all(underWay.values());
    });
  } catch (error) {
    logger.warn({ err: error }, "webhooks put off");
  }
}

/** Never fails: what cannot be recorded is sent again, under the same id. */
async function attemptDelivery(
  { db, allowPrivate, secrets, logger }: WebhookOptions,
  { attempts, signal }: Term,
  due: DueDelivery,
): Promise<void> {
  try {
    const { attempt, plan } = await deliverWebhook(due, { allowPrivate, secrets, signal, now: () => new Date(), random: Math.random });
    // Cut off by our own end: no fault of the receiver.
    if (signal.aborted && attempt.kind === "failed") return;
    attempts.inc({ outcome: plan.delivery === "delivered" ? "delivered" : "failed" });
    await recordAttempt(db, { due, attempt, plan });
    if (plan.delivery !== "delivered" && plan.disable) {
      logger.info({ webhookId: due.webhook_id, reason: plan.disable }, "a webhook was disabled, as its receiver does not take it");
    }
  } catch (error) {
    logger.warn({ err: error, deliveryId: due.id }, "cannot record how a webhook ended; it is sent again");
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
