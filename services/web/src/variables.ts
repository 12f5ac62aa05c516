import { serviceVariables, storageVariables } from "@mediashare/core";
import { oidcVariables } from "./oidc/oidc-options.ts";
import { mapTilesVariables } from "./site/map-tiles.ts";

/** The environment variables that the web fleet reads. */
export const webVariables = [
  ...serviceVariables,
  ...storageVariables,
  ...oidcVariables,
  ...mapTilesVariables,
  "MEDIASHARE_AUTH_SECRET",
  "MEDIASHARE_SIGN_UP",
  "MEDIASHARE_DEFAULT_QUOTA",
  "MEDIASHARE_SMTP_URL",
  "MEDIASHARE_MAIL_FROM",
  "MEDIASHARE_TRUSTED_PROXIES",
  "MEDIASHARE_SITE_ORIGINS",
  "MEDIASHARE_SCALING_URL",
  "MEDIASHARE_WEBHOOK_PRIVATE_TARGETS",
  "MEDIASHARE_UPLOAD_URL",
  "MEDIASHARE_MAX_UPLOAD_SIZE",
  "MEDIASHARE_DELIVERY_URL",
  "MEDIASHARE_DELIVERY_KEY_PAIR_ID",
  "MEDIASHARE_DELIVERY_PRIVATE_KEY",
  "MEDIASHARE_DELIVERY_URL_TTL",
  "MEDIASHARE_SHARE_URL_TTL",
] as const;
