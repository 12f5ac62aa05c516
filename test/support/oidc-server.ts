import { randomBytes } from "node:crypto";
import { type RunningServer, serve } from "@mediashare/kit";
import { findFreePort } from "@mediashare/local";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Account, type Configuration } from "oidc-provider";

/** Somebody at the identity provider: what it says of them. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

/** A real OpenID provider in this process. Whoever comes is signed in as {@link OidcServer.person}, without a form. */
export interface OidcServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who sits at the browser; undefined: somebody who declines. */
  person: Person | undefined;
  stop(): Promise<void>;
}

export async function startOidcServer({ callbackUrl, port }: { callbackUrl: string; port?: number }): Promise<OidcServer> {
  const onPort = port ?? (await findFreePort());
  const issuer = `http://127.0.0.1:${onPort}`;
  const [clientId, clientSecret] = ["mediashare", "the secret of the site at the provider"];
  const people = new Map<string, Person>();
  const provider = new Provider(issuer, {
    ...settings,
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callbackUrl] }],
    jwks: { keys: [await newSigningKey()] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    findAccount: async (_ctx, sub): Promise<Account> => ({ accountId: sub, claims: async () => ({ ...people.get(sub), sub }) }),
  } as Configuration);
  let running: RunningServer;
  const server: OidcServer = {
    issuer,
    clientId,
    clientSecret,
    person: undefined,
    stop: () => running.close(0),
  };
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    const { person } = server;
    if (!person) return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied" });
    people.set(person.sub, person);
    const grant = new provider.Grant({ accountId: person.sub, clientId });
    grant.addOIDCScope("openid email profile");
    const consent = { grantId: await grant.save() };
    ctx.respond = false;
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: person.sub }, consent });
  });
  running = await serve(provider, { host: "127.0.0.1", port: onPort });
  return server;
}

const settings: Configuration = {
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
};

async function newSigningKey() {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: "RS256", use: "sig", kid: "tests" };
}
