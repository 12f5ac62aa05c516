import Router from "@koa/router";
import { type DeliverySigner, type Knex, localPrincipal, type ObjectStore } from "@mediashare/core";
import { type App, createApp, type Logger, mountRoutes } from "@mediashare/kit";
import compress from "koa-compress";
import { describeMediaNow } from "./api/events/describe-media.ts";
import { EventHub } from "./api/events/event-hub.ts";
import { serveSite, siteFolder } from "./site/serve-site.ts";
import { sitePolicy } from "./site/site-policy.ts";
import { webRoutes } from "./web-routes.ts";

export interface WebAppOptions {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly signer: DeliverySigner;
  readonly logger: Logger;
  readonly siteOrigins: readonly string[];
  readonly uploadUrl: string;
  readonly deliveryUrl: string;
  readonly maxUploadSizeBytes: number;
  /** Whether webhooks may go to addresses that are not of the public Internet. */
  readonly webhookPrivateTargets?: boolean;
  /** Where whoever scales the workers reports. */
  readonly scalingUrl?: string | undefined;
  /** Of the built site. */
  readonly siteFolder?: string;
  readonly now?: () => Date;
}

export interface WebApp extends App {
  readonly hub: EventHub;
}

/** The API and the site, on one origin. */
export function createWebApp(options: WebAppOptions): WebApp {
  const { db, originals, signer, logger, uploadUrl, deliveryUrl, maxUploadSizeBytes, now = () => new Date() } = options;
  const app = createApp({
    logger,
    publicUrls: options.siteOrigins,
    origins: { allowed: options.siteOrigins, methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] },
    contentSecurityPolicy: sitePolicy({ deliveryUrl, uploadUrl }),
  });
  const hub = new EventHub({
    describe: (ownerId, ids) => describeMediaNow({ db, signer, now }, ownerId, ids),
    onError: (error) => logger.warn({ err: error }, "cannot tell of changes; trying again"),
  });
  const router = new Router();
  const { webhookPrivateTargets = false, scalingUrl } = options;
  mountRoutes(router, webRoutes({ db, originals, signer, now, hub, uploadUrl, maxUploadSizeBytes, webhookPrivateTargets, scalingUrl }));
  app.koa
    // The signed URLs of one media repeat its signature: a page of the timeline shrinks to a fraction. Streams of events must not wait.
    .use(compress({ filter: (type) => type === "application/json" }))
    .use(localPrincipal())
    .use(router.routes())
    .use(router.allowedMethods())
    .use(serveSite(options.siteFolder ?? siteFolder));
  return { ...app, hub };
}
