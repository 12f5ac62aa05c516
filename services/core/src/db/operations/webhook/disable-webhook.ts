import type { Knex } from "../../open-database.ts";
import type { WebhookRow } from "../../rows.ts";

/** Nothing more is sent; what was still to be sent is cancelled. */
export async function disableWebhook(trx: Knex.Transaction, id: string, reason: NonNullable<WebhookRow["disabled_reason"]>): Promise<void> {
  await trx("webhook").where({ id }).update({ state: "disabled", disabled_reason: reason });
  await trx("webhook_delivery").where({ webhook_id: id, state: "pending" }).update({ state: "cancelled" });
}
