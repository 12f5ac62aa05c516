import type { Route } from "@mediashare/kit";
import type { AccountDeps } from "./api/account/account-deps.ts";
import { accountRoutes } from "./api/account/routes.ts";
import { albumRoutes } from "./api/albums/album-routes.ts";
import { albumItemRoutes } from "./api/albums/item-routes.ts";
import { memberRoutes } from "./api/albums/member-routes.ts";
import { socialRoutes } from "./api/albums/social-routes.ts";
import { configRoutes, type SiteSettings } from "./api/config/routes.ts";
import { downloadRoutes } from "./api/downloads/routes.ts";
import { duplicateRoutes } from "./api/duplicates/routes.ts";
import type { EventHub } from "./api/events/event-hub.ts";
import { eventRoutes } from "./api/events/routes.ts";
import { invitationRoutes } from "./api/invitations/routes.ts";
import { mediaListRoutes } from "./api/media/list-routes.ts";
import type { MediaDeps } from "./api/media/media-deps.ts";
import { mediaRoutes } from "./api/media/routes.ts";
import { oidcAccountRoutes } from "./api/oidc/account-routes.ts";
import { oidcRoutes } from "./api/oidc/routes.ts";
import { openApiRoutes } from "./api/openapi/routes.ts";
import { type OperationDeps, operationRoutes } from "./api/operation/routes.ts";
import { passwordResetRoutes } from "./api/password-reset/routes.ts";
import { mediaPlaceRoutes } from "./api/places/routes.ts";
import { sessionRoutes } from "./api/session/routes.ts";
import { shareLinkRoutes } from "./api/shares/link-routes.ts";
import type { ShareDeps } from "./api/shares/share-deps.ts";
import { sharedCoverRoutes } from "./api/shares/shared-cover-routes.ts";
import { sharedDownloadRoutes } from "./api/shares/shared-download-routes.ts";
import { sharedRoutes } from "./api/shares/shared-routes.ts";
import { trashRoutes } from "./api/trash/routes.ts";
import { uploadTokenRoutes } from "./api/upload-token/routes.ts";
import { userRoutes } from "./api/users/routes.ts";
import { type WebhookDeps, webhookRoutes } from "./api/webhooks/routes.ts";

export interface WebRouteDeps extends MediaDeps, SiteSettings, AccountDeps, ShareDeps, WebhookDeps, OperationDeps {
  readonly hub: EventHub;
}

/** The operations of the web fleet. */
export function webRoutes(deps: WebRouteDeps): Route[] {
  return [
    ...mediaListRoutes(deps),
    ...mediaPlaceRoutes(deps),
    ...mediaRoutes(deps),
    ...trashRoutes(deps),
    ...downloadRoutes(deps),
    ...duplicateRoutes(deps),
    ...eventRoutes(deps.hub),
    ...configRoutes(deps),
    ...webhookRoutes(deps),
    ...operationRoutes(deps),
    ...sessionRoutes(deps),
    ...oidcRoutes(deps),
    ...accountRoutes(deps),
    ...oidcAccountRoutes(deps),
    ...userRoutes(deps),
    ...invitationRoutes(deps),
    ...passwordResetRoutes(deps),
    ...uploadTokenRoutes(deps),
    ...albumRoutes(deps),
    ...albumItemRoutes(deps),
    ...memberRoutes(deps),
    ...socialRoutes(deps),
    ...shareLinkRoutes(deps),
    ...sharedRoutes(deps),
    ...sharedDownloadRoutes(deps),
    ...sharedCoverRoutes(deps),
    ...openApiRoutes(),
  ];
}
