import type { Database } from "../../open-database.ts";
import type { WebhookRow } from "../../rows.ts";

/** Of one owner: each event is sent to each of them. */
export const maxWebhooks = 10;

/** @returns undefined where the owner has as many as there may be */
export async function createWebhook(
  db: Database,
  webhook: Pick<WebhookRow, "id" | "owner_id" | "url" | "secret" | "events">,
): Promise<WebhookRow | undefined> {
  return db.transaction(async (trx) => {
    // Two at once would each see room for one.
    await trx.raw("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`webhooks ${webhook.owner_id}`]);
    const [count] = await trx("webhook").where({ owner_id: webhook.owner_id }).count<{ count: number }[]>();
    if (Number(count?.count) >= maxWebhooks) return undefined;
    const [row] = await trx("webhook").insert(webhook).returning("*");
    return row;
  });
}
