import { access, createPasswordReset, findAccountByEmail, rateLimits, requirePermit, resetPassword } from "@mediashare/core";
import { defineRoute, ProblemError, type RequestState, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { z } from "zod";
import { assertGoodPassword, hashPassword } from "../../accounts/password.ts";
import { passwordResetMail } from "../../mail/texts.ts";
import type { AccountDeps } from "../account/account-deps.ts";
import { emailInput, newPasswordInput } from "../session/schema.ts";
import { permitResetMail } from "./permit-reset-mail.ts";

const resetRequest = z.object({ email: emailInput }).meta({ id: "PasswordResetRequest" });
const passwordReset = z.object({ token: z.string().min(1).max(100), password: newPasswordInput }).meta({ id: "PasswordReset" });

/** A new password for who has forgotten theirs. */
export function passwordResetRoutes(deps: AccountDeps): Route[] {
  const { db, mailer, siteUrl } = deps;
  return [
    defineRoute({
      method: "post",
      path: "/v1/password-reset",
      operationId: "requestPasswordReset",
      summary: "Have a link to a new password mailed. The answer is the same whether there is such an account or not",
      access: access.anyone,
      body: resetRequest,
      responses: { 202: { description: "Where there is such an account, the mail is on its way" } },
      problems: { 409: "no_mail", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        if (!mailer)
          throw new ProblemError(409, "no_mail", "This site sends no mail: its administrator can give you a link to a new password.");
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        // Not waited for: how long it takes would tell whether there is an account.
        void mail(ctx, body.email);
        ctx.status = 202;
      },
    }),
    defineRoute({
      method: "put",
      path: "/v1/password-reset",
      operationId: "resetPassword",
      summary: "Set a new password by a link, once. All sessions and API tokens of the account end",
      access: access.anyone,
      body: passwordReset,
      responses: { 204: { description: "Set; sign in with it" } },
      problems: { 404: "link_expired", 422: "weak_password", 429: "too_many_requests" },
      handler: async (ctx, { body }) => {
        await requirePermit(db, rateLimits.entranceFrom, ctx.ip);
        assertGoodPassword(body.password);
        if (!(await resetPassword(db, body.token, await hashPassword(body.password))))
          throw new ProblemError(404, "link_expired", "This link was used already or has expired. Ask for a new one.");
        ctx.status = 204;
      },
    }),
  ];

  async function mail(ctx: Context & { state: RequestState }, email: string): Promise<void> {
    try {
      const account = await findAccountByEmail(db, email);
      if (account?.state !== "active" || !(await permitResetMail(ctx, deps, { id: account.id, email }))) return;
      const url = siteUrl(`/reset#${await createPasswordReset(db, account.id)}`);
      await mailer?.send({ to: email, ...passwordResetMail({ site: new URL(url).host, url }) });
    } catch (error) {
      ctx.state.log.error({ err: error }, "a link to a new password could not be mailed");
    }
  }
}
