import {
  type AccountRow,
  access,
  administerAccount,
  createPasswordReset,
  getAccount,
  LastAdministratorError,
  listAccounts,
  passwordResetTtlMs,
  removeAccount,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import type { AccountDeps } from "../account/account-deps.ts";
import { presentUser } from "../session/present-user.ts";
import { type ListedUser, linkToHandOn, listedUser, userChange, userPage, userParams, userQuery } from "./schema.ts";

/** The accounts of the site, for its administrators. */
export function userRoutes({ db, now, siteUrl }: AccountDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/users",
      operationId: "listUsers",
      summary: "All accounts with what they use, latest first",
      access: access.administrator,
      query: userQuery,
      responses: { 200: { description: "A page", schema: userPage } },
      handler: async (ctx, { query }) => {
        const rows = await listAccounts(db, { before: query.cursor, limit: query.limit + 1 });
        const page = rows.slice(0, query.limit);
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: page.map(present), nextCursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/users/{id}",
      operationId: "changeUser",
      summary: "Change an account's role, state or quota",
      access: access.administrator,
      params: userParams,
      body: userChange,
      responses: { 200: { description: "The account", schema: listedUser } },
      problems: { 404: "user_not_found", 409: "last_administrator" },
      handler: async (ctx, { params, body: { role, state, quotaBytes } }) => {
        const changed = await administerAccount(db, params.id, { role, state, quota_bytes: quotaBytes }).catch(asConflict);
        if (!changed) throw notFound(params.id);
        ctx.body = present(changed);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/users/{id}",
      operationId: "removeUser",
      summary: "Remove an account and all its media",
      access: access.administrator,
      params: userParams,
      responses: { 204: { description: "Removed" } },
      problems: { 404: "user_not_found", 409: "last_administrator" },
      handler: async (ctx, { params }) => {
        if (!(await removeAccount(db, params.id).catch(asConflict))) throw notFound(params.id);
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/users/{id}/password-reset",
      operationId: "createPasswordReset",
      summary: "A link by which somebody sets a new password, to hand on to them where no mail is sent",
      access: access.administrator,
      params: userParams,
      responses: { 201: { description: "The link", schema: linkToHandOn } },
      problems: { 404: "user_not_found", 409: "no_email" },
      handler: async (ctx, { params }) => {
        const account = await getAccount(db, params.id);
        if (!account) throw notFound(params.id);
        if (account.email === null) throw new ProblemError(409, "no_email", "This account has no e-mail address to sign in with.");
        const secret = await createPasswordReset(db, account.id);
        ctx.set("Cache-Control", "no-store");
        ctx.status = 201;
        ctx.body = { url: siteUrl(`/reset#${secret}`), expiresAt: new Date(now().getTime() + passwordResetTtlMs).toISOString() };
      },
    }),
  ];
}

function present(account: AccountRow): ListedUser {
  return { ...presentUser(account), state: account.state, reservedBytes: account.reserved_bytes };
}

function asConflict(error: unknown): never {
  if (error instanceof LastAdministratorError) throw new ProblemError(409, error.code, error.message, { cause: error });
  throw error;
}

function notFound(id: string): ProblemError {
  return new ProblemError(404, "user_not_found", `There is no account ${id}.`);
}
