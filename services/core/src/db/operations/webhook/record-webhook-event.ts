import { v7 as newId } from "uuid";
import { webhookChannel } from "../../notify-media.ts";
import type { Knex } from "../../open-database.ts";

export interface NewWebhookEvent {
  readonly ownerId: string;
  readonly type: string;
  /** Ids and what has changed; kept below 20 kB, as the specification of Standard Webhooks advises. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Has the owner's webhooks told of something, if the transaction that does it commits. */
export async function recordWebhookEvent(trx: Knex.Transaction, event: NewWebhookEvent): Promise<void> {
  const webhooks = await trx("webhook")
    .where({ owner_id: event.ownerId, state: "active" })
    .whereRaw("? = any(events)", [event.type])
    .select("id");
  await putDeliveries(
    trx,
    webhooks.map(({ id }) => id),
    event,
  );
}

/** @returns the ids of the deliveries, in the order of the webhooks */
export async function putDeliveries(
  trx: Knex.Transaction,
  webhookIds: readonly string[],
  { type, data }: Pick<NewWebhookEvent, "type" | "data">,
): Promise<string[]> {
  if (webhookIds.length === 0) return [];
  const payload = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  const rows = webhookIds.map((webhook_id) => ({ id: newId(), webhook_id, event: type, payload }));
  await trx("webhook_delivery").insert(rows);
  await trx.raw("select pg_notify(?, '')", [webhookChannel]);
  return rows.map(({ id }) => id);
}
