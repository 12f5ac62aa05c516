import {
  type ApiTokenRow,
  access,
  createApiToken,
  EmailTakenError,
  endSessionById,
  endSessionsOf,
  listApiTokens,
  listSessions,
  revokeApiToken,
  updateAccount,
  userOf,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { assertGoodPassword, hashPassword } from "../../accounts/password.ts";
import { ownerOf } from "../../owner.ts";
import { presentUser } from "../session/present-user.ts";
import { user } from "../session/schema.ts";
import type { AccountDeps } from "./account-deps.ts";
import { assertPassword } from "./assert-password.ts";
import { existingAccount } from "./existing-account.ts";
import { accountChange, apiTokenInput, apiTokenList, entryParams, newApiToken, passwordChange, sessionList } from "./schema.ts";

const dayMs = 86_400_000;

/** Somebody's own account. */
export function accountRoutes({ db, now }: AccountDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/account",
      operationId: "getAccount",
      summary: "Your account",
      access: access.user("account:read"),
      responses: { 200: { description: "The account", schema: user } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = presentUser(await existingAccount(db, ownerOf(ctx)));
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/account",
      operationId: "changeAccount",
      summary: "Change your name or e-mail address",
      access: access.session,
      body: accountChange,
      responses: { 200: { description: "The account", schema: user } },
      problems: { 403: "wrong_password", 409: "email_taken", 429: "too_many_requests" },
      handler: async (ctx, { body: { password, ...change } }) => {
        const account = await existingAccount(db, ownerOf(ctx));
        if (change.email !== undefined && change.email !== account.email) await assertPassword(db, account, password);
        const changed = await updateAccount(db, account.id, change).catch(asConflict);
        ctx.body = presentUser(changed ?? account);
      },
    }),
    defineRoute({
      method: "put",
      path: "/v1/account/password",
      operationId: "changePassword",
      summary: "Change your password. It ends all your other sessions",
      access: access.session,
      body: passwordChange,
      responses: { 204: { description: "Changed" } },
      problems: { 403: "wrong_password", 422: "weak_password", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        const account = await existingAccount(db, ownerOf(ctx));
        await assertPassword(db, account, body.current);
        assertGoodPassword(body.password, [account.email ?? "", account.name]);
        const passwordHash = await hashPassword(body.password);
        await db.transaction(async (trx) => {
          await updateAccount(trx, account.id, { password_hash: passwordHash });
          await endSessionsOf(trx, account.id, userOf(ctx).sessionId);
        });
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/account/sessions",
      operationId: "listSessions",
      summary: "Where you are signed in",
      access: access.session,
      responses: { 200: { description: "The sessions, the one used last first", schema: sessionList } },
      handler: async (ctx) => {
        const { accountId, sessionId } = userOf(ctx);
        const sessions = await listSessions(db, accountId);
        ctx.set("Cache-Control", "no-store");
        ctx.body = {
          items: sessions.map((session) => ({
            id: session.id,
            userAgent: session.user_agent,
            createdAt: session.created_at.toISOString(),
            seenAt: session.seen_at.toISOString(),
            current: session.id === sessionId,
          })),
        };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/account/sessions/{id}",
      operationId: "endSession",
      summary: "Sign out elsewhere",
      access: access.session,
      params: entryParams,
      responses: { 204: { description: "Ended" } },
      problems: { 404: "session_not_found" },
      handler: async (ctx, { params }) => {
        if (!(await endSessionById(db, { id: params.id, accountId: ownerOf(ctx) })))
          throw new ProblemError(404, "session_not_found", "You have no such session.");
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/account/tokens",
      operationId: "listApiTokens",
      summary: "Your API tokens",
      access: access.session,
      responses: { 200: { description: "The tokens, latest first", schema: apiTokenList } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: (await listApiTokens(db, ownerOf(ctx))).map(presentToken) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/account/tokens",
      operationId: "createApiToken",
      summary: "Make an API token. Only somebody who signed in can: a token makes no tokens, so that none can have more than it was given",
      access: access.session,
      body: apiTokenInput,
      responses: { 201: { description: "The token, which is shown this once", schema: newApiToken } },
      problems: { 403: "not_administrator" },
      handler: async (ctx, { body }) => {
        const { accountId, role } = userOf(ctx);
        if (body.scopes.includes("admin") && role !== "administrator")
          throw new ProblemError(403, "not_administrator", "Only an administrator's token can have the scope admin.");
        const expiresAt = body.expiresInDays === undefined ? null : new Date(now().getTime() + body.expiresInDays * dayMs);
        const { row, secret } = await createApiToken(db, { accountId, name: body.name, scopes: body.scopes, expiresAt });
        ctx.set("Cache-Control", "no-store");
        ctx.status = 201;
        ctx.body = { ...presentToken(row), token: secret };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/account/tokens/{id}",
      operationId: "revokeApiToken",
      summary: "Revoke an API token. It stops to work at once",
      access: access.session,
      params: entryParams,
      responses: { 204: { description: "Revoked" } },
      problems: { 404: "token_not_found" },
      handler: async (ctx, { params }) => {
        if (!(await revokeApiToken(db, { id: params.id, accountId: ownerOf(ctx) })))
          throw new ProblemError(404, "token_not_found", "You have no such token.");
        ctx.status = 204;
      },
    }),
  ];
}

function asConflict(error: unknown): never {
  if (error instanceof EmailTakenError) throw new ProblemError(409, error.code, error.message, { cause: error });
  throw error;
}

function presentToken(row: ApiTokenRow) {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
