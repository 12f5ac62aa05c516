import type { DueDelivery } from "../../../webhooks/deliver-webhook.ts";
import type { Database } from "../../open-database.ts";

/** Deliveries whose time has come, longest waiting first, with at most so many of each webhook. */
export async function listDueDeliveries(db: Database, options: { limit: number; limitEach: number }): Promise<DueDelivery[]> {
  const { rows } = await db.raw<{ rows: DueDelivery[] }>(
    `select due.id, due.webhook_id, due.payload, due.attempts, w.url, w.secret, w.previous_secret, w.previous_secret_until, w.failing_since
     from (
       select *, row_number() over (partition by webhook_id order by next_attempt_at, id) as place
       from webhook_delivery where state = 'pending' and next_attempt_at <= now()
     ) due
     join webhook w on w.id = due.webhook_id
     where due.place <= :limitEach
     order by due.next_attempt_at, due.id
     limit :limit`,
    options,
  );
  return rows;
}
