import type { DueDelivery } from "../../../webhooks/deliver-webhook.ts";
import type { AttemptPlan } from "../../../webhooks/plan-next-attempt.ts";
import type { Attempt } from "../../../webhooks/post-webhook.ts";
import type { Database } from "../../open-database.ts";
import { disableWebhook } from "./disable-webhook.ts";

export interface AttemptRecord {
  readonly due: Pick<DueDelivery, "id" | "webhook_id">;
  readonly attempt: Attempt;
  readonly plan: AttemptPlan;
}

/** Writes down how an attempt ended, and what follows from it. A delivery that was cancelled meanwhile stays so. */
export async function recordAttempt(db: Database, { due, attempt, plan }: AttemptRecord): Promise<void> {
  await db.transaction(async (trx) => {
    const webhook = await trx("webhook").where({ id: due.webhook_id }).forUpdate().first("id");
    if (!webhook) return;
    await trx("webhook_delivery")
      .where({ id: due.id, state: "pending" })
      .update({
        state: plan.delivery,
        attempts: trx.raw("attempts + 1"),
        last_attempt_at: trx.fn.now(),
        last_status: attempt.kind === "answered" ? attempt.status : null,
        last_error: attempt.kind === "failed" ? attempt.reason.slice(0, 500) : null,
        ...(plan.delivery === "pending" ? { next_attempt_at: plan.nextAttemptAt } : {}),
      });
    if (plan.delivery === "delivered") await trx("webhook").where({ id: due.webhook_id }).update({ failing_since: null });
    else {
      await trx("webhook")
        .where({ id: due.webhook_id })
        .update({ failing_since: trx.raw("coalesce(failing_since, now())") });
      if (plan.disable) await disableWebhook(trx, due.webhook_id, plan.disable);
    }
  });
}
