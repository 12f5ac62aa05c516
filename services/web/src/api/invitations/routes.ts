import {
  acceptInvitation,
  access,
  createAccount,
  createInvitation,
  EmailTakenError,
  findInvitation,
  getAccount,
  type InvitationRow,
  listInvitations,
  rateLimits,
  requirePermit,
  revokeInvitation,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { assertGoodPassword, hashPassword } from "../../accounts/password.ts";
import { invitationMail } from "../../mail/texts.ts";
import { ownerOf } from "../../owner.ts";
import type { AccountDeps } from "../account/account-deps.ts";
import { presentUser } from "../session/present-user.ts";
import { user } from "../session/schema.ts";
import { startSession } from "../session/sign-in.ts";
import {
  acceptance,
  type Invitation,
  invitationInput,
  invitationList,
  invitationLookup,
  invitationParams,
  newInvitation,
  openInvitation,
  signUpInput,
} from "./schema.ts";

/** How people other than the first get an account. */
export function invitationRoutes(deps: AccountDeps): Route[] {
  const { db, siteUrl, mailer, signUp, defaultQuotaBytes } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/v1/invitations",
      operationId: "listInvitations",
      summary: "Invitations that can still be accepted",
      access: access.administrator,
      responses: { 200: { description: "The invitations, latest first", schema: invitationList } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: (await listInvitations(db)).map(present) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/invitations",
      operationId: "invite",
      summary: "Invite somebody. The link is mailed where there is a mail server and an address, and shown this once",
      access: access.administrator,
      body: invitationInput,
      responses: { 201: { description: "The invitation", schema: newInvitation } },
      problems: { 403: "sign_up_closed" },
      handler: async (ctx, { body }) => {
        if (signUp === "closed") throw closed();
        const invitedBy = ownerOf(ctx);
        const email = body.email ?? null;
        const quotaBytes = body.quotaBytes === undefined ? defaultQuotaBytes : body.quotaBytes;
        const { row, secret } = await createInvitation(db, { email, role: body.role, quotaBytes, invitedBy });
        const url = siteUrl(`/invite#${secret}`);
        ctx.set("Cache-Control", "no-store");
        ctx.status = 201;
        ctx.body = { ...present(row), url, mailed: email !== null && (await mail(ctx, { to: email, url, invitedBy })) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/invitations/{id}",
      operationId: "revokeInvitation",
      summary: "Revoke an invitation. Its link stops to work",
      access: access.administrator,
      params: invitationParams,
      responses: { 204: { description: "Revoked" } },
      problems: { 404: "invitation_not_found" },
      handler: async (ctx, { params }) => {
        if (!(await revokeInvitation(db, params.id))) throw new ProblemError(404, "invitation_not_found", "There is no such invitation.");
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/invitation",
      operationId: "readInvitation",
      summary: "What an invitation's link is for. By POST, as its token belongs into no address",
      access: access.anyone,
      body: invitationLookup,
      responses: { 200: { description: "The invitation", schema: openInvitation } },
      problems: { 404: "invitation_expired", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        const found = await findInvitation(db, body.token);
        if (!found) throw expired();
        ctx.set("Cache-Control", "no-store");
        ctx.body = { email: found.email, role: found.role };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/invitation/accept",
      operationId: "acceptInvitation",
      summary: "Make the account that an invitation is for, and sign in",
      access: access.anyone,
      body: acceptance,
      responses: { 201: { description: "The account", schema: user } },
      problems: { 404: "invitation_expired", 409: "email_taken", 422: "weak_password", 429: "too_many_requests" },
      handler: async (ctx, { body: { token, email, name, password } }) => {
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        assertGoodPassword(password, [email, name]);
        if (!(await findInvitation(db, token))) throw expired();
        const account = await acceptInvitation(db, token, { email, name, passwordHash: await hashPassword(password) }).catch(asConflict);
        if (!account) throw expired();
        await startSession(ctx, deps, account);
        ctx.status = 201;
        ctx.body = presentUser(account);
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/sign-up",
      operationId: "signUp",
      summary: "Make an account and sign in, where the site is open to everybody",
      access: access.anyone,
      body: signUpInput,
      responses: { 201: { description: "The account", schema: user } },
      problems: { 403: "sign_up_closed", 409: "email_taken", 422: "weak_password", 429: "too_many_requests" },
      handler: async (ctx, { body: { email, name, password } }) => {
        if (signUp !== "open") throw closed();
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        assertGoodPassword(password, [email, name]);
        const passwordHash = await hashPassword(password);
        const account = await createAccount(db, { email, name, role: "member", quotaBytes: defaultQuotaBytes, passwordHash }).catch(
          asConflict,
        );
        await startSession(ctx, deps, account);
        ctx.status = 201;
        ctx.body = presentUser(account);
      },
    }),
  ];

  /** That a mail was not sent is no reason to give up the invitation: the link can be handed on. */
  async function mail(ctx: Context, { to, url, invitedBy }: { to: string; url: string; invitedBy: string }): Promise<boolean> {
    if (!mailer) return false;
    const host = (await getAccount(db, invitedBy))?.name ?? "Somebody";
    try {
      await mailer.send({ to, ...invitationMail({ site: new URL(siteUrl("/")).host, url, invitedBy: host }) });
      return true;
    } catch (error) {
      ctx.state.log.error({ err: error }, "an invitation could not be mailed");
      return false;
    }
  }
}

function present(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    quotaBytes: row.quota_bytes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}

function asConflict(error: unknown): never {
  if (error instanceof EmailTakenError) throw new ProblemError(409, error.code, error.message, { cause: error });
  throw error;
}

function expired(): ProblemError {
  return new ProblemError(
    404,
    "invitation_expired",
    "This invitation was accepted already, was revoked or has expired. Ask for another one.",
  );
}

function closed(): ProblemError {
  return new ProblemError(403, "sign_up_closed", "This site takes no new accounts this way (MEDIASHARE_SIGN_UP).");
}
