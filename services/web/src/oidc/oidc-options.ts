import { type Config, ConfigError } from "@mediashare/kit";

export const oidcVariables = [
  "MEDIASHARE_OIDC_ISSUER",
  "MEDIASHARE_OIDC_CLIENT_ID",
  "MEDIASHARE_OIDC_CLIENT_SECRET",
  "MEDIASHARE_OIDC_NAME",
  "MEDIASHARE_OIDC_DOMAINS",
  "MEDIASHARE_OIDC_SIGN_UP",
  "MEDIASHARE_OIDC_ADMIN_CLAIM",
] as const;

/** The identity provider that people may sign in by, and whom of its people the site takes. */
export interface OidcOptions {
  /** Compared with what the provider says of itself, so it is kept to the letter. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As people know it. */
  readonly name: string;
  /** In lower case; none: addresses of any domain. */
  readonly domains: readonly string[];
  /** Undefined: as the site itself has it. */
  readonly signUp?: "closed" | "invitation" | "open" | undefined;
  /** Whose claim has this value, or has it in a list, is an administrator. */
  readonly adminClaim?: { readonly name: string; readonly value: string } | undefined;
}

/** @throws ConfigError naming what is missing; undefined where there is no provider */
export function oidcOptions(config: Config<(typeof oidcVariables)[number]>): OidcOptions | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, oidcAdminClaim } = config;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  const adminClaim = oidcAdminClaim === undefined ? undefined : /^([^=]+)=(.+)$/.exec(oidcAdminClaim);
  const faults = [
    ...(issuer === undefined ? ["MEDIASHARE_OIDC_ISSUER is not set: the other MEDIASHARE_OIDC_ variables need it"] : issuerFaults(issuer)),
    ...(clientId === undefined ? ["MEDIASHARE_OIDC_CLIENT_ID is not set: give the id of the provider's client for this site"] : []),
    ...(clientSecret === undefined ? ["MEDIASHARE_OIDC_CLIENT_SECRET is not set: give the secret of the provider's client"] : []),
    ...(adminClaim === null ? ["MEDIASHARE_OIDC_ADMIN_CLAIM is not claim=value, such as groups=photo-admins"] : []),
  ];
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || faults.length > 0) throw new ConfigError(faults);
  return {
    issuer,
    clientId,
    clientSecret,
    name: config.oidcName,
    domains: config.oidcDomains.map((domain) => domain.toLowerCase().replace(/^@/, "")),
    signUp: config.oidcSignUp,
    adminClaim: adminClaim ? { name: adminClaim[1] as string, value: adminClaim[2] as string } : undefined,
  };
}

/** What a provider says is believed because it comes over TLS; without, only a program on this very machine is. */
function issuerFaults(issuer: string): string[] {
  const url = URL.parse(issuer);
  const isFine = url?.protocol === "https:" || (url !== null && isLoopback(url));
  return isFine ? [] : [`MEDIASHARE_OIDC_ISSUER=${issuer} is no https: URL: give the issuer exactly as the provider names itself`];
}

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
