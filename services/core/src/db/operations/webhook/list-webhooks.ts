import type { Database } from "../../open-database.ts";
import type { WebhookDeliveryRow, WebhookRow } from "../../rows.ts";

export async function listWebhooks(db: Database, ownerId: string): Promise<WebhookRow[]> {
  return db("webhook").where({ owner_id: ownerId }).orderBy("id");
}

/** The latest deliveries of an owner's webhook; undefined where it is not theirs. */
export async function listDeliveries(
  db: Database,
  request: { id: string; ownerId: string; limit: number },
): Promise<WebhookDeliveryRow[] | undefined> {
  const webhook = await db("webhook").where({ id: request.id, owner_id: request.ownerId }).first("id");
  if (!webhook) return undefined;
  return db("webhook_delivery").where({ webhook_id: webhook.id }).orderBy("id", "desc").limit(request.limit);
}
