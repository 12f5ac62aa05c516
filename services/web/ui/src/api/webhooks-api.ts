import { queryOptions } from "@tanstack/react-query";
import type {
  DeliveryList,
  NewSecret,
  Webhook,
  WebhookDelivery,
  WebhookList,
  WebhookWithSecret,
} from "../../../src/api/webhooks/schema.ts";
import { request } from "./client.ts";

export type { Webhook, WebhookDelivery, WebhookWithSecret } from "../../../src/api/webhooks/schema.ts";

const send = <Body>(method: string, path: string, body?: object) =>
  request<Body>(`/v1/webhooks${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => request<WebhookList>("/v1/webhooks", { signal }),
});

/** The log of a webhook, as it grows. */
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ signal }) => request<DeliveryList>(`/v1/webhooks/${id}/deliveries`, { signal }),
    refetchInterval: 2_000,
  });

export interface WebhookInput {
  readonly url: string;
  readonly events: readonly string[];
}

export const createWebhook = (input: WebhookInput) => send<WebhookWithSecret>("POST", "", input);
export const changeWebhook = (id: string, change: Partial<WebhookInput> & { enabled?: boolean }) =>
  send<Webhook>("PATCH", `/${id}`, change);
export const deleteWebhook = (id: string) => send<undefined>("DELETE", `/${id}`);
export const rotateSecret = (id: string) => send<NewSecret>("POST", `/${id}/secret`);
export const testWebhook = (id: string) => send<WebhookDelivery>("POST", `/${id}/test`);
export const sendAgain = (id: string, deliveryId: string) => send<WebhookDelivery>("POST", `/${id}/deliveries/${deliveryId}/retry`);
