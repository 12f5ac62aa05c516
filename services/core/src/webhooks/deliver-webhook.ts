import { SealedByOtherKeyError, type SecretBox } from "../access/secret-box.ts";
import type { WebhookDeliveryRow, WebhookRow } from "../db/rows.ts";
import { type AttemptPlan, planNextAttempt } from "./plan-next-attempt.ts";
import { type Attempt, postWebhook } from "./post-webhook.ts";
import { signWebhook } from "./sign-webhook.ts";

/** A delivery whose time has come, with what it takes of its webhook. */
export type DueDelivery = Pick<WebhookDeliveryRow, "id" | "webhook_id" | "payload" | "attempts"> &
  Pick<WebhookRow, "url" | "secret" | "previous_secret" | "previous_secret_until" | "failing_since">;

export interface DeliverOptions {
  readonly allowPrivate: boolean;
  readonly secrets: SecretBox;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
}

export async function deliverWebhook(
  due: DueDelivery,
  { allowPrivate, secrets, signal, now, random }: DeliverOptions,
): Promise<{ readonly attempt: Attempt; readonly plan: AttemptPlan }> {
  const sentAt = now();
  const attempt = await send(due, { allowPrivate, secrets, signal, sentAt });
  const facts = { attempt, attempts: due.attempts + 1, failingSince: due.failing_since, now: now(), random: random() };
  return { attempt, plan: planNextAttempt(facts) };
}

/** Where the secrets cannot be read, the attempt has failed: a new secret, or the old MEDIASHARE_AUTH_SECRET, mends it. */
async function send(
  due: DueDelivery,
  { secrets, sentAt, ...options }: Pick<DeliverOptions, "allowPrivate" | "secrets" | "signal"> & { sentAt: Date },
): Promise<Attempt> {
  try {
    const headers = signWebhook({ id: due.id, sentAt, body: due.payload }, openSecrets(due, secrets, sentAt));
    return await postWebhook({ url: due.url, headers, body: due.payload }, options);
  } catch (error) {
    if (error instanceof SealedByOtherKeyError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

/** The present secret, and the one before while receivers may still go by it; one before that cannot be read is no loss. */
function openSecrets(due: DueDelivery, secrets: SecretBox, at: Date): readonly string[] {
  const { webhook_id: id, previous_secret: previous, previous_secret_until: until } = due;
  const present = secrets.open(due.secret, id);
  if (previous === null || until === null || until <= at) return [present];
  try {
    return [present, secrets.open(previous, id)];
  } catch (error) {
    if (error instanceof SealedByOtherKeyError) return [present];
    throw error;
  }
}
