import { deliveryStates, webhookEvents } from "@mediashare/contract";
import { z } from "zod";

const timestamp = z.iso.datetime();
const events = z
  .array(z.enum(webhookEvents))
  .min(1)
  .transform((list) => [...new Set(list)]);

export const webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.enum(webhookEvents)),
    state: z.enum(["active", "disabled"]),
    disabledReason: z
      .enum(["owner", "failing", "gone"])
      .nullable()
      .meta({ description: "`failing`: nothing arrived for five days; `gone`: the receiver answered 410" }),
    failingSince: timestamp.nullable().meta({ description: "Since when no attempt has succeeded" }),
    createdAt: timestamp,
  })
  .meta({ id: "Webhook" });

export const webhookList = z.object({ items: z.array(webhook) }).meta({ id: "WebhookList" });

const secret = z.string().meta({ description: "`whsec_…`, which signs every delivery (Standard Webhooks); it is shown this once" });

export const webhookWithSecret = webhook.extend({ secret }).meta({ id: "WebhookWithSecret" });

export const newSecret = z
  .object({ secret, previousUntil: timestamp.meta({ description: "Until then the secret before signs too" }) })
  .meta({ id: "WebhookSecret" });

export const newWebhook = z.object({ url: z.string().min(1), events });

export const webhookChange = z
  .object({ url: z.string().min(1).optional(), events: events.optional(), enabled: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, "name what to change: url, events or enabled");

export const webhookDelivery = z
  .object({
    id: z.uuid().meta({ description: "The `webhook-id` of every attempt at it" }),
    event: z.string(),
    state: z.enum(deliveryStates),
    attempts: z.int().nonnegative(),
    lastStatus: z.int().nullable().meta({ description: "HTTP status of the last answer" }),
    lastError: z.string().nullable().meta({ description: "Why there was no answer" }),
    lastAttemptAt: timestamp.nullable(),
    nextAttemptAt: timestamp.nullable(),
    createdAt: timestamp,
    payload: z.string().meta({ description: "The body as it is sent" }),
  })
  .meta({ id: "WebhookDelivery" });

export const deliveryList = z.object({ items: z.array(webhookDelivery) }).meta({ id: "WebhookDeliveryList" });

export const webhookParams = z.object({ id: z.uuid() });
export const deliveryParams = z.object({ id: z.uuid(), deliveryId: z.uuid() });
export const deliveryQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

export type Webhook = z.infer<typeof webhook>;
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;
export type WebhookList = z.infer<typeof webhookList>;
export type NewSecret = z.infer<typeof newSecret>;
export type DeliveryList = z.infer<typeof deliveryList>;
