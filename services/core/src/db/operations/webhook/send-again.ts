import { webhookTestEvent } from "@mediashare/contract";
import { webhookChannel } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import type { WebhookDeliveryRow } from "../../rows.ts";
import { putDeliveries } from "./record-webhook-event.ts";

/** `disabled`: nothing is sent to it. */
export type SendOutcome = { readonly outcome: "sent"; readonly delivery: WebhookDeliveryRow } | { readonly outcome: "gone" | "disabled" };

/** A delivery that tells of nothing, to see whether it arrives. */
export async function sendWebhookTest(db: Database, request: { id: string; ownerId: string }): Promise<SendOutcome> {
  return db.transaction(async (trx): Promise<SendOutcome> => {
    const webhook = await trx("webhook").where({ id: request.id, owner_id: request.ownerId }).forShare().first();
    if (webhook?.state !== "active") return { outcome: webhook ? "disabled" : "gone" };
    const [id] = await putDeliveries(trx, [webhook.id], { type: webhookTestEvent, data: { webhookId: webhook.id } });
    const delivery = await trx("webhook_delivery")
      .where({ id: id as string })
      .first();
    return { outcome: "sent", delivery: delivery as WebhookDeliveryRow };
  });
}

/** The same event once more, under the same id, with all its attempts before it. */
export async function sendWebhookAgain(db: Database, request: { id: string; ownerId: string; deliveryId: string }): Promise<SendOutcome> {
  return db.transaction(async (trx): Promise<SendOutcome> => {
    const webhook = await trx("webhook").where({ id: request.id, owner_id: request.ownerId }).forShare().first();
    if (webhook?.state !== "active") return { outcome: webhook ? "disabled" : "gone" };
    const [delivery] = await trx("webhook_delivery")
      .where({ id: request.deliveryId, webhook_id: webhook.id })
      .update({ state: "pending", attempts: 0, next_attempt_at: trx.fn.now() })
      .returning("*");
    if (!delivery) return { outcome: "gone" };
    await trx.raw("select pg_notify(?, '')", [webhookChannel]);
    return { outcome: "sent", delivery };
  });
}
