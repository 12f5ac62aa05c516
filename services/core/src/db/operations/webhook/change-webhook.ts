import type { Database } from "../../open-database.ts";
import type { WebhookRow } from "../../rows.ts";
import { disableWebhook } from "./disable-webhook.ts";

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly events?: string[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** @returns undefined where the owner has no such webhook */
export async function changeWebhook(
  db: Database,
  request: { id: string; ownerId: string; change: WebhookChange },
): Promise<WebhookRow | undefined> {
  const { id, ownerId, change } = request;
  return db.transaction(async (trx) => {
    const webhook = await trx("webhook").where({ id, owner_id: ownerId }).forUpdate().first();
    if (!webhook) return undefined;
    const { url = webhook.url, events = webhook.events } = change;
    await trx("webhook").where({ id }).update({ url, events });
    if (change.enabled === false && webhook.state === "active") await disableWebhook(trx, id, "owner");
    if (change.enabled === true) await trx("webhook").where({ id }).update({ state: "active", disabled_reason: null, failing_since: null });
    return trx("webhook").where({ id }).first();
  });
}

/** @returns false where the owner has no such webhook */
export async function deleteWebhook(db: Database, request: { id: string; ownerId: string }): Promise<boolean> {
  return (await db("webhook").where({ id: request.id, owner_id: request.ownerId }).delete()) > 0;
}

/** Puts another secret in the place of the present one, which signs too for `overlapMs`. @returns false where the owner has no such webhook */
export async function rotateWebhookSecret(
  db: Database,
  request: { id: string; ownerId: string; secret: string; overlapMs: number },
): Promise<boolean> {
  const changed = await db("webhook")
    .where({ id: request.id, owner_id: request.ownerId })
    .update({
      previous_secret: db.ref("secret") as never,
      previous_secret_until: db.raw("now() + ? * interval '1 millisecond'", [request.overlapMs]),
      secret: request.secret,
    });
  return changed > 0;
}
