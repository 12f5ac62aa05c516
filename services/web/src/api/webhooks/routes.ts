import { randomBytes } from "node:crypto";
import {
  access,
  changeWebhook,
  createWebhook,
  deleteWebhook,
  type Knex,
  listDeliveries,
  listWebhooks,
  makeWebhookSecret,
  maxWebhooks,
  parseWebhookUrl,
  rotateWebhookSecret,
  type SecretBox,
  type SendOutcome,
  sendWebhookAgain,
  sendWebhookTest,
  WebhookTargetError,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { v7 as newId } from "uuid";
import { ownerOf } from "../../owner.ts";
import { presentDelivery, presentWebhook } from "./present-webhook.ts";
import {
  deliveryList,
  deliveryParams,
  deliveryQuery,
  newSecret,
  newWebhook,
  webhookChange,
  webhookDelivery,
  webhookList,
  webhookParams,
  webhook as webhookSchema,
  webhookWithSecret,
} from "./schema.ts";

export interface WebhookDeps {
  readonly db: Knex;
  readonly now: () => Date;
  readonly webhookSecrets: SecretBox;
  /** Whether webhooks may go to addresses that are not of the public Internet. */
  readonly webhookPrivateTargets: boolean;
}

/** How long the secret before signs beside a new one: a receiver has a day to change over. */
const overlapMs = 24 * 3_600_000;

export function webhookRoutes({ db, now, webhookSecrets, webhookPrivateTargets }: WebhookDeps): Route[] {
  const may = access.user("webhooks:write");
  const checkedUrl = (url: string): string => {
    try {
      return parseWebhookUrl(url, { allowPrivate: webhookPrivateTargets }).href;
    } catch (error) {
      if (!(error instanceof WebhookTargetError)) throw error;
      throw new ProblemError(422, "webhook_target", error.message, { errors: [{ in: "body", path: "url", message: error.message }] });
    }
  };
  const sent = (result: SendOutcome, id: string) => {
    if (result.outcome !== "sent") throw result.outcome === "gone" ? notFound(id) : disabled();
    return presentDelivery(result.delivery);
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/webhooks",
      operationId: "listWebhooks",
      summary: "The webhooks: whom to tell of what happens to one's media and share links",
      access: may,
      responses: { 200: { description: "All of them, in the order in which they were made", schema: webhookList } },
      handler: async (ctx) => {
        ctx.body = { items: (await listWebhooks(db, ownerOf(ctx))).map(presentWebhook) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/webhooks",
      operationId: "createWebhook",
      summary: "Make a webhook. Events are sent as Standard Webhooks (https://www.standardwebhooks.com), signed, and tried for three days",
      access: may,
      body: newWebhook,
      responses: { 201: { description: "It is told of what happens from now on", schema: webhookWithSecret } },
      problems: { 409: "too_many_webhooks", 422: "webhook_target" },
      handler: async (ctx, { body }) => {
        const secret = makeWebhookSecret(randomBytes);
        const id = newId();
        const sealed = webhookSecrets.seal(secret, id);
        const row = await createWebhook(db, { id, owner_id: ownerOf(ctx), url: checkedUrl(body.url), events: body.events, secret: sealed });
        if (!row)
          throw new ProblemError(409, "too_many_webhooks", `There are ${maxWebhooks} webhooks, which is the most. Delete one first.`);
        ctx.status = 201;
        ctx.set("Cache-Control", "no-store");
        ctx.body = { ...presentWebhook(row), secret };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/webhooks/{id}",
      operationId: "changeWebhook",
      summary: "Change a webhook, disable it, or enable it again",
      access: may,
      params: webhookParams,
      body: webhookChange,
      responses: { 200: { description: "As it is now", schema: webhookSchema } },
      problems: { 404: "webhook_not_found", 422: "webhook_target" },
      handler: async (ctx, { params, body }) => {
        const change = { ...body, ...(body.url === undefined ? {} : { url: checkedUrl(body.url) }) };
        const row = await changeWebhook(db, { id: params.id, ownerId: ownerOf(ctx), change });
        if (!row) throw notFound(params.id);
        ctx.body = presentWebhook(row);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/webhooks/{id}",
      operationId: "deleteWebhook",
      summary: "Delete a webhook and its log",
      access: may,
      params: webhookParams,
      responses: { 204: { description: "It is deleted, or was not there" } },
      handler: async (ctx, { params }) => {
        await deleteWebhook(db, { id: params.id, ownerId: ownerOf(ctx) });
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/webhooks/{id}/secret",
      operationId: "rotateWebhookSecret",
      summary: "Give a webhook another secret. The one before signs too for a day",
      access: may,
      params: webhookParams,
      responses: { 200: { description: "The new secret", schema: newSecret } },
      problems: { 404: "webhook_not_found" },
      handler: async (ctx, { params }) => {
        const secret = makeWebhookSecret(randomBytes);
        const sealed = webhookSecrets.seal(secret, params.id);
        const isThere = await rotateWebhookSecret(db, { id: params.id, ownerId: ownerOf(ctx), secret: sealed, overlapMs });
        if (!isThere) throw notFound(params.id);
        ctx.set("Cache-Control", "no-store");
        ctx.body = { secret, previousUntil: new Date(now().getTime() + overlapMs).toISOString() };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/webhooks/{id}/test",
      operationId: "testWebhook",
      summary: "Send a webhook an event `webhook.test`",
      access: may,
      params: webhookParams,
      responses: { 202: { description: "It is on its way; the log says how it ends", schema: webhookDelivery } },
      problems: { 404: "webhook_not_found", 409: "webhook_disabled" },
      handler: async (ctx, { params }) => {
        ctx.body = sent(await sendWebhookTest(db, { id: params.id, ownerId: ownerOf(ctx) }), params.id);
        ctx.status = 202;
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/webhooks/{id}/deliveries",
      operationId: "listWebhookDeliveries",
      summary: "The log of a webhook: what was sent, latest first, and how it ended; it reaches back 30 days",
      access: may,
      params: webhookParams,
      query: deliveryQuery,
      responses: { 200: { description: "The latest", schema: deliveryList } },
      problems: { 404: "webhook_not_found" },
      handler: async (ctx, { params, query }) => {
        const rows = await listDeliveries(db, { id: params.id, ownerId: ownerOf(ctx), limit: query.limit });
        if (!rows) throw notFound(params.id);
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: rows.map(presentDelivery) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/webhooks/{id}/deliveries/{deliveryId}/retry",
      operationId: "retryWebhookDelivery",
      summary: "Send an event again, under the id that it had",
      access: may,
      params: deliveryParams,
      responses: { 202: { description: "It is on its way", schema: webhookDelivery } },
      problems: { 404: "webhook_not_found", 409: "webhook_disabled" },
      handler: async (ctx, { params }) => {
        ctx.body = sent(await sendWebhookAgain(db, { ...params, ownerId: ownerOf(ctx) }), params.id);
        ctx.status = 202;
      },
    }),
  ];
}

function notFound(id: string): ProblemError {
  return new ProblemError(404, "webhook_not_found", `There is no webhook ${id}, or it has no such delivery.`);
}

function disabled(): ProblemError {
  return new ProblemError(409, "webhook_disabled", "This webhook is disabled, so nothing is sent to it. Enable it first.");
}
