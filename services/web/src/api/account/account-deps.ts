import type { Knex, SignInLinks, UploadTokens } from "@mediashare/core";
import type { KnownDevices } from "../../accounts/known-devices.ts";
import type { SessionCookie } from "../../accounts/session-cookie.ts";
import type { Mailer } from "../../mail/mailer.ts";
import type { OidcAttempts } from "../../oidc/attempts.ts";
import type { OidcProvider } from "../../oidc/oidc-provider.ts";

export interface AccountDeps {
  readonly db: Knex;
  readonly now: () => Date;
  readonly cookie: SessionCookie;
  readonly knownDevices: KnownDevices;
  readonly signInLinks: SignInLinks;
  readonly uploadTokens: UploadTokens;
  /** Who may make an account: nobody, who was invited, anybody. */
  readonly signUp: "closed" | "invitation" | "open";
  /** Of new accounts; null: no limit. */
  readonly defaultQuotaBytes: number | null;
  /** Undefined where no mail server is named: links are handed on by hand. */
  readonly mailer: Mailer | undefined;
  /** Undefined where people sign in with passwords only. */
  readonly oidc: OidcProvider | undefined;
  readonly oidcAttempts: OidcAttempts;
  /** The address of a page of the site. */
  readonly siteUrl: (path: string) => string;
}
