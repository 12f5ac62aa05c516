import { access, createFirstAccount, endSession, getAccount, hasAccounts, principalOf, rateLimits, requirePermit } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { assertGoodPassword, hashPassword } from "../../accounts/password.ts";
import type { AccountDeps } from "../account/account-deps.ts";
import { limitSignIn } from "./limit-sign-in.ts";
import { presentUser } from "./present-user.ts";
import { credentials, linkInput, sessionState, setupInput, user } from "./schema.ts";
import { checkCredentials, startSession } from "./sign-in.ts";

export function sessionRoutes(deps: AccountDeps): Route[] {
  const { db, cookie, knownDevices, signInLinks, now, signUp, mailer, oidc } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/session",
      operationId: "getSession",
      summary: "Who is signed in, and what somebody can do who is not",
      access: access.anyone,
      responses: { 200: { description: "The session", schema: sessionState } },
      handler: async (ctx) => {
        const principal = principalOf(ctx);
        const account = principal.kind === "user" ? await getAccount(db, principal.accountId) : undefined;
        ctx.set("Cache-Control", "no-store");
        ctx.body = {
          user: account ? presentUser(account) : null,
          signUp,
          mail: mailer !== undefined,
          oidc: oidc ? { name: oidc.options.name } : null,
          setup: account === undefined && !(await hasAccounts(db)),
        };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/session",
      operationId: "signIn",
      summary: "Sign in with a password. The answer sets the session's cookie",
      access: access.anyone,
      body: credentials,
      responses: { 200: { description: "Signed in", schema: user } },
      problems: { 401: "wrong_credentials", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        await limitSignIn(ctx, deps, body.email);
        const account = await checkCredentials(deps, body);
        await startSession(ctx, deps, account);
        await knownDevices.mark(ctx, body.email, now());
        ctx.set("Cache-Control", "no-store");
        ctx.body = presentUser(account);
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/session/link",
      operationId: "signInByLink",
      summary: "Sign in by a link that works once, such as the one that `npm start` opens",
      access: access.anyone,
      body: linkInput,
      responses: { 200: { description: "Signed in", schema: user } },
      problems: { 401: "link_expired", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        await requirePermit(db, rateLimits.signInFrom, ctx.ip);
        const accountId = await signInLinks.redeem(db, body.token, now());
        const account = accountId === undefined ? undefined : await getAccount(db, accountId);
        if (account?.state !== "active") {
          throw new ProblemError(401, "link_expired", "This link was used already or has expired. Ask for a new one.");
        }
        await startSession(ctx, deps, account);
        ctx.set("Cache-Control", "no-store");
        ctx.body = presentUser(account);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/session",
      operationId: "signOut",
      summary: "Sign out",
      access: access.anyone,
      responses: { 204: { description: "Signed out" } },
      handler: async (ctx) => {
        const secret = cookie.read(ctx);
        if (secret) await endSession(db, secret);
        cookie.clear(ctx);
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/setup",
      operationId: "setUp",
      summary: "Make the first account, the administrator's, and sign in. Whoever comes first does it, and nobody after",
      access: access.anyone,
      body: setupInput,
      responses: { 201: { description: "The administrator", schema: user } },
      problems: { 409: "already_set_up", 422: "weak_password", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        assertGoodPassword(body.password, [body.email, body.name]);
        // Before the hash, which is what an idle stranger could keep us busy with.
        const account = (await hasAccounts(db))
          ? undefined
          : await createFirstAccount(db, { ...body, passwordHash: await hashPassword(body.password) });
        if (!account)
          throw new ProblemError(409, "already_set_up", "The site has its administrator already: sign in, or ask them for an invitation.");
        await startSession(ctx, deps, account);
        ctx.set("Cache-Control", "no-store");
        ctx.status = 201;
        ctx.body = presentUser(account);
      },
    }),
  ];
}
