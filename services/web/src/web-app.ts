import Router from "@koa/router";
import {
  type DeliverySigner,
  type Knex,
  type ObjectStore,
  ShareUploadTokens,
  SignInLinks,
  UploadTokens,
  webhookSecrets,
} from "@mediashare/core";
import { type App, compressJson, createApp, type Logger, mountRoutes } from "@mediashare/kit";
import { KnownDevices } from "./accounts/known-devices.ts";
import { webPrincipal } from "./accounts/principal.ts";
import { createSessionCookie } from "./accounts/session-cookie.ts";
import type { AccountDeps } from "./api/account/account-deps.ts";
import { describeMediaNow } from "./api/events/describe-media.ts";
import { EventHub } from "./api/events/event-hub.ts";
import { oidcCallbackPath } from "./api/oidc/routes.ts";
import type { Mailer } from "./mail/mailer.ts";
import { OidcAttempts } from "./oidc/attempts.ts";
import type { OidcOptions } from "./oidc/oidc-options.ts";
import { OidcProvider } from "./oidc/oidc-provider.ts";
import type { MapTiles } from "./site/map-tiles.ts";
import { serveShare } from "./site/serve-share.ts";
import { serveSite, siteFolder } from "./site/serve-site.ts";
import { sitePolicy } from "./site/site-policy.ts";
import { webRoutes } from "./web-routes.ts";

export interface WebAppOptions {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
  readonly signer: DeliverySigner;
  /** For media that are shared: its URLs live for minutes, so that access ends when it is taken away. */
  readonly shareSigner: DeliverySigner;
  readonly logger: Logger;
  /** Keys come from it; the upload fleet has the same. */
  readonly authSecret: string;
  readonly signUp: AccountDeps["signUp"];
  /** Of new accounts; null: no limit. */
  readonly defaultQuotaBytes: number | null;
  readonly mailer?: Mailer | undefined;
  /** The identity provider that people can sign in by. */
  readonly oidc?: OidcOptions | undefined;
  /** Proxies in front of which the last names the address that a request comes from. */
  readonly trustedProxies?: number;
  /** The first one is the site's; others lead there too. */
  readonly siteOrigins: readonly string[];
  readonly uploadUrl: string;
  readonly deliveryUrl: string;
  readonly maxUploadSizeBytes: number;
  /** A server of tiles for the map. */
  readonly mapTiles?: MapTiles | undefined;
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
  const { db, originals, renditions, signer, shareSigner, logger, uploadUrl, deliveryUrl, maxUploadSizeBytes, mapTiles } = options;
  const { now = () => new Date() } = options;
  const app = createApp({
    logger,
    secretPaths: ["/s/", "/v1/shared/"],
    publicUrls: options.siteOrigins,
    trustedProxies: options.trustedProxies ?? 0,
    origins: { allowed: options.siteOrigins, methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] },
    contentSecurityPolicy: sitePolicy({ deliveryUrl, uploadUrl, mapTilesUrl: mapTiles?.url }),
  });
  const hub = new EventHub({
    describe: (ownerId, ids) => describeMediaNow({ db, signer, now }, ownerId, ids),
    onError: (error) => logger.warn({ err: error }, "cannot tell of changes; trying again"),
  });
  const siteOrigin = options.siteOrigins[0] ?? "http://localhost";
  const cookie = createSessionCookie(siteOrigin);
  const siteUrl = (path: string) => siteOrigin + path;
  const accounts = {
    cookie,
    knownDevices: new KnownDevices(options.authSecret, siteOrigin),
    signInLinks: new SignInLinks(options.authSecret),
    uploadTokens: new UploadTokens(options.authSecret),
    signUp: options.signUp,
    defaultQuotaBytes: options.defaultQuotaBytes,
    mailer: options.mailer,
    oidc: options.oidc && new OidcProvider(options.oidc, { callbackUrl: siteUrl(oidcCallbackPath), now }),
    oidcAttempts: new OidcAttempts(options.authSecret, siteOrigin),
    siteUrl,
  };
  const share = { renditions, shareSigner, siteOrigin, shareUploadTokens: new ShareUploadTokens(options.authSecret) };
  const router = new Router();
  const { webhookPrivateTargets = false, scalingUrl } = options;
  const deps = { db, originals, signer, now, logger, hub, uploadUrl, maxUploadSizeBytes, mapTiles, ...share, ...accounts };
  mountRoutes(router, webRoutes({ ...deps, webhookSecrets: webhookSecrets(options.authSecret), webhookPrivateTargets, scalingUrl }));
  app.koa
    // The signed URLs of one media repeat its signature: a page of the timeline shrinks to a fraction.
    .use(compressJson())
    .use(webPrincipal({ db, cookie, siteOrigins: options.siteOrigins }))
    .use(router.routes())
    .use(router.allowedMethods())
    .use(serveShare(deps, options.siteFolder ?? siteFolder))
    .use(serveSite(options.siteFolder ?? siteFolder));
  return { ...app, hub };
}
