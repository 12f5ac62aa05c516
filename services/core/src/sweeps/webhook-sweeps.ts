import type { Knex } from "../db/open-database.ts";
import { forgetDeliveries } from "../db/operations/webhook/forget-deliveries.ts";
import type { Sweep } from "./start-sweeps.ts";

/** How long the log of a webhook reaches back. */
const keptMs = 30 * 24 * 3_600_000;

/** Old entries of the logs of webhooks go. */
export function forgetWebhookDeliveries(options: { db: Knex }): Sweep {
  return { name: "forget-webhook-deliveries", run: () => forgetDeliveries(options.db, keptMs) };
}
