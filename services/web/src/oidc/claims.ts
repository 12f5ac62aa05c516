import type { Identity } from "@mediashare/core";
import { emailInput, nameInput } from "../api/session/schema.ts";
import type { OidcOptions } from "./oidc-options.ts";

/** What an identity provider says of somebody. */
export interface Claims extends Identity {
  /** In lower case; only where the provider says that it is theirs. */
  readonly verifiedEmail: string | undefined;
  readonly name: string;
  /** By the claim that the site has for it. */
  readonly isAdministrator: boolean;
}

export function readClaims(claims: Readonly<Record<string, unknown>>, { adminClaim }: Pick<OidcOptions, "adminClaim">): Claims {
  const email = emailInput.safeParse(claims.email).data;
  const names = [claims.name, claims.preferred_username, email?.split("@")[0]];
  return {
    issuer: String(claims.iss),
    subject: String(claims.sub),
    // Only the boolean of the specification: the text "false" would be true too.
    verifiedEmail: claims.email_verified === true ? email : undefined,
    name: names.map(asName).find((name) => name !== undefined) ?? "Somebody",
    isAdministrator: adminClaim !== undefined && [claims[adminClaim.name]].flat().includes(adminClaim.value),
  };
}

function asName(value: unknown): string | undefined {
  return typeof value === "string" ? nameInput.safeParse(value.slice(0, 100)).data : undefined;
}
