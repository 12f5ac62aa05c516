import type { WebhookDeliveryRow, WebhookRow } from "../db/rows.ts";
import { type AttemptPlan, planNextAttempt } from "./plan-next-attempt.ts";
import { type Attempt, postWebhook } from "./post-webhook.ts";
import { signWebhook } from "./sign-webhook.ts";

/** A delivery whose time has come, with what it takes of its webhook. */
export type DueDelivery = Pick<WebhookDeliveryRow, "id" | "webhook_id" | "payload" | "attempts"> &
  Pick<WebhookRow, "url" | "secret" | "previous_secret" | "previous_secret_until" | "failing_since">;

export interface DeliverOptions {
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
}

export async function deliverWebhook(
  due: DueDelivery,
  { allowPrivate, signal, now, random }: DeliverOptions,
): Promise<{ readonly attempt: Attempt; readonly plan: AttemptPlan }> {
  const sentAt = now();
  const previous = due.previous_secret !== null && due.previous_secret_until !== null && due.previous_secret_until > sentAt;
  const secrets = [due.secret, ...(previous ? [due.previous_secret as string] : [])];
  const headers = signWebhook({ id: due.id, sentAt, body: due.payload }, secrets);
  const attempt = await postWebhook({ url: due.url, headers, body: due.payload }, { allowPrivate, signal });
  const facts = { attempt, attempts: due.attempts + 1, failingSince: due.failing_since, now: now(), random: random() };
  return { attempt, plan: planNextAttempt(facts) };
}
