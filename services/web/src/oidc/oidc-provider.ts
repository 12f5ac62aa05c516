import { ProblemError } from "@mediashare/kit";
import * as client from "openid-client";
import { type Claims, readClaims } from "./claims.ts";
import { isLoopback, type OidcOptions } from "./oidc-options.ts";

/** What an attempt to sign in is held to when the browser comes back: secrets that only its cookie has. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Each request to the provider, in seconds: somebody waits for it. */
const timeoutSeconds = 5;
/** Providers change their endpoints rarely, and their keys are read apart from this. */
const discoveredMs = 3_600_000;

/**
 * The identity provider (OpenID Connect: authorization code with PKCE). What it says of itself is asked for when somebody first signs in
 * by it, so that the site starts, and takes passwords, while it is away.
 */
export class OidcProvider {
  readonly options: OidcOptions;
  readonly #callbackUrl: string;
  readonly #now: () => Date;
  #discovered: { readonly configuration: Promise<client.Configuration>; readonly until: number } | undefined;

  constructor(options: OidcOptions, { callbackUrl, now }: { callbackUrl: string; now: () => Date }) {
    this.options = options;
    this.#callbackUrl = callbackUrl;
    this.#now = now;
  }

  /** Where the browser goes to sign in. @throws ProblemError oidc_unreachable */
  async begin(): Promise<{ url: string; checks: Checks }> {
    const configuration = await this.#discover();
    const checks = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier: client.randomPKCECodeVerifier() };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#callbackUrl,
      scope: "openid email profile",
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: "S256",
    });
    return { url: url.href, checks };
  }

  /**
   * Who came back, by the query that they came back with.
   * @throws ProblemError oidc_refused, oidc_failed, oidc_unreachable
   */
  async finish(search: string, { state, nonce, codeVerifier }: Checks): Promise<Claims> {
    const configuration = await this.#discover();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(this.#callbackUrl + search), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const idToken = tokens.claims() as client.IDToken;
      // Providers may keep what the scopes email and profile ask for to this endpoint (OpenID Connect Core, 5.4).
      const isAsked = idToken.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = isAsked ? await client.fetchUserInfo(configuration, tokens.access_token, idToken.sub) : {};
      return readClaims({ ...more, ...idToken }, this.options);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async #discover(): Promise<client.Configuration> {
    const now = this.#now().getTime();
    if (!this.#discovered || this.#discovered.until < now) {
      this.#discovered = { configuration: discover(this.options), until: now + discoveredMs };
    }
    const { configuration } = this.#discovered;
    try {
      return await configuration;
    } catch (error) {
      if (this.#discovered.configuration === configuration) this.#discovered = undefined;
      throw this.#unreachable(error);
    }
  }

  #explain(error: unknown): ProblemError {
    const { name } = this.options;
    if (error instanceof client.AuthorizationResponseError) {
      return new ProblemError(403, "oidc_refused", `${name} did not sign you in.`, { cause: error });
    }
    return isOfNetwork(error)
      ? this.#unreachable(error)
      : new ProblemError(400, "oidc_failed", `What ${name} answered does not belong to this sign-in, or was used already. Start again.`, {
          cause: error,
        });
  }

  #unreachable(cause: unknown): ProblemError {
    const text = `${this.options.name} cannot be asked just now. Try again in a while, or sign in with a password.`;
    return new ProblemError(502, "oidc_unreachable", text, { cause });
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<client.Configuration> {
  const url = new URL(issuer);
  const configuration = await client.discovery(url, clientId, undefined, authenticate(clientSecret), {
    timeout: timeoutSeconds,
    execute: isLoopback(url) ? [client.allowInsecureRequests] : [],
  });
  // The signature is checked even though the token comes over TLS from the provider itself.
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** As the provider takes it; where it says nothing, by the header (OpenID Connect Discovery, 3). */
function authenticate(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    (methods.includes("client_secret_basic") ? basic : post)(server, ...request);
  };
}

/** Undici's fetch fails with a TypeError; a status that is none of the protocol's is the server's trouble too. */
function isOfNetwork(error: unknown): boolean {
  const { code } = error as { code?: string };
  return error instanceof TypeError || code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM";
}
