/** What a webhook can be told of; `webhook.test` comes only when its owner asks for it. */
export const webhookEvents = ["media.ready", "media.failed", "share.created", "share.revoked"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
export const webhookTestEvent = "webhook.test";

export const deliveryStates = ["pending", "delivered", "failed", "cancelled"] as const;
export type DeliveryState = (typeof deliveryStates)[number];
