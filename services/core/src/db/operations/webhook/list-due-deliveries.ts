import type { DueDelivery } from "../../../webhooks/deliver-webhook.ts";
import type { Database } from "../../open-database.ts";

export interface DueOptions {
  readonly limit: number;
  /** Of each webhook, those that are under way counted. */
  readonly limitEach: number;
  /** Ids of deliveries that are being sent. */
  readonly underWay: readonly string[];
}

/** Deliveries whose time has come, longest waiting first. */
export async function listDueDeliveries(db: Database, options: DueOptions): Promise<DueDelivery[]> {
  if (options.limit <= 0) return [];
  const { rows } = await db.raw<{ rows: DueDelivery[] }>(
    `select due.id, due.webhook_id, due.payload, due.attempts, w.url, w.secret, w.previous_secret, w.previous_secret_until, w.failing_since
     from (
       select *, row_number() over (partition by webhook_id order by next_attempt_at, id) as place
       from webhook_delivery where state = 'pending' and next_attempt_at <= now()
     ) due
     join webhook w on w.id = due.webhook_id
     where due.place <= :limitEach and not due.id = any(:underWay::uuid[])
     order by due.next_attempt_at, due.id
     limit :limit`,
    { ...options, underWay: `{${options.underWay.join(",")}}` },
  );
  return rows;
}
