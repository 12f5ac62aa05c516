import type { AccountRow } from "@mediashare/core";
import type { AccountDeps } from "../api/account/account-deps.ts";
import type { Claims } from "./claims.ts";

type Known = Pick<AccountRow, "id" | "state">;

/** What is known here of somebody who signed in at the provider. */
export interface Circumstances {
  readonly claims: Pick<Claims, "verifiedEmail">;
  /** Domains whose addresses may come in; none: any. */
  readonly domains: readonly string[];
  /** The account that is connected with them. */
  readonly connected: Known | undefined;
  /** The account with their verified address. */
  readonly sameEmail: Known | undefined;
  /** There is no account at all yet. */
  readonly isFirst: boolean;
  readonly isInvited: boolean;
  readonly signUp: AccountDeps["signUp"];
}

export type Refusal = "foreign_domain" | "account_disabled" | "email_unverified" | "not_invited";

export type Entrance =
  | { readonly kind: "enter" | "takeOver"; readonly accountId: string }
  | { readonly kind: "create"; readonly by: "setup" | "invitation" | "signUp" }
  | { readonly kind: "refuse"; readonly why: Refusal };

/** Whom somebody is signed in as who comes from the provider. An address counts only where the provider has verified it. */
export function decideEntrance({ claims, domains, connected, sameEmail, ...site }: Circumstances): Entrance {
  const { verifiedEmail } = claims;
  if (!isOfDomains(verifiedEmail, domains)) return refuse("foreign_domain");
  if (connected) return connected.state === "active" ? { kind: "enter", accountId: connected.id } : refuse("account_disabled");
  if (verifiedEmail === undefined) return refuse("email_unverified");
  if (sameEmail) return sameEmail.state === "active" ? { kind: "takeOver", accountId: sameEmail.id } : refuse("account_disabled");
  if (site.isFirst) return { kind: "create", by: "setup" };
  if (site.isInvited) return { kind: "create", by: "invitation" };
  return site.signUp === "open" ? { kind: "create", by: "signUp" } : refuse("not_invited");
}

export function isOfDomains(verifiedEmail: string | undefined, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.includes(verifiedEmail?.split("@").at(-1) ?? "");
}

function refuse(why: Refusal): Entrance {
  return { kind: "refuse", why };
}
