import { access, disconnectIdentity, findIdentityOf } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import type { AccountDeps } from "../account/account-deps.ts";
import { assertPassword } from "../account/assert-password.ts";
import { existingAccount } from "../account/existing-account.ts";
import { providerOf } from "./routes.ts";
import { oidcConnect, oidcConnection, oidcRedirect } from "./schema.ts";

/** Somebody's own account and the identity provider. */
export function oidcAccountRoutes(deps: AccountDeps): Route[] {
  const { db, now, oidcAttempts } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/account/oidc",
      operationId: "getOidcConnection",
      summary: "Whether you can sign in by the identity provider",
      access: access.session,
      responses: { 200: { description: "The connection", schema: oidcConnection } },
      problems: { 404: "oidc_not_configured" },
      handler: async (ctx) => {
        const row = await findIdentityOf(db, ownerOf(ctx), providerOf(deps).options.issuer);
        ctx.set("Cache-Control", "no-store");
        ctx.body = { connected: row ? { email: row.email, since: row.created_at.toISOString() } : null };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/account/oidc",
      operationId: "connectOidc",
      summary: "Begin to connect your account with the identity provider",
      access: access.session,
      body: oidcConnect,
      responses: { 200: { description: "Where to go", schema: oidcRedirect } },
      problems: { 403: "wrong_password", 404: "oidc_not_configured", 429: "too_many_requests", 502: "oidc_unreachable" },
      handler: async (ctx, { body }) => {
        const provider = providerOf(deps);
        const account = await existingAccount(db, ownerOf(ctx));
        await assertPassword(db, account, body.password);
        const { url, checks } = await provider.begin();
        await oidcAttempts.keep(ctx, { ...checks, next: "/settings", connect: account.id }, now());
        ctx.set("Cache-Control", "no-store");
        ctx.body = { url };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/account/oidc",
      operationId: "disconnectOidc",
      summary: "Disconnect your account from the identity provider, where it has a password to sign in with",
      access: access.session,
      responses: { 204: { description: "Disconnected" } },
      problems: { 404: "oidc_not_configured", 409: "no_password" },
      handler: async (ctx) => {
        const { issuer, name } = providerOf(deps).options;
        if (!(await disconnectIdentity(db, ownerOf(ctx), issuer))) {
          throw new ProblemError(409, "no_password", `Set a password first: without ${name} you could not sign in any more.`);
        }
        ctx.status = 204;
      },
    }),
  ];
}
