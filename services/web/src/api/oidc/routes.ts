import {
  access,
  connectIdentity,
  EmailTakenError,
  IdentityTakenError,
  principalOf,
  rateLimits,
  requirePermit,
  useLink as spendOnce,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route, type RouteResponse } from "@mediashare/kit";
import type { Context } from "koa";
import type { OpenAttempt } from "../../oidc/attempts.ts";
import type { Claims } from "../../oidc/claims.ts";
import { isOfDomains } from "../../oidc/decide-entrance.ts";
import { enter, refusal } from "../../oidc/enter.ts";
import type { OidcProvider } from "../../oidc/oidc-provider.ts";
import { answerWithNotice } from "../../site/answer-with-notice.ts";
import { escapeHtml } from "../../site/escape-html.ts";
import { ownPage } from "../../site/page-paths.ts";
import type { AccountDeps } from "../account/account-deps.ts";
import { startSession } from "../session/sign-in.ts";
import { oidcRedirect, oidcStart } from "./schema.ts";

/** Where the provider sends browsers back to: what its client for the site is to be set up with. */
export const oidcCallbackPath = "/v1/oidc/callback";

/** Browsers get a page instead of the problem. */
const page: RouteResponse = { description: "A page that says why not", contentType: "text/html" };
const pages = { 400: page, 403: page, 404: page, 409: page, 429: page, 502: page };

/** Signing in by an identity provider. */
export function oidcRoutes(deps: AccountDeps): Route[] {
  const { db, now, oidcAttempts } = deps;
  return [
    defineRoute({
      method: "post",
      path: "/v1/oidc/start",
      operationId: "startOidc",
      summary: "Begin to sign in by the identity provider (OpenID Connect)",
      access: access.anyone,
      body: oidcStart,
      responses: { 200: { description: "Where to go", schema: oidcRedirect } },
      problems: { 404: "oidc_not_configured", 429: "too_many_requests", 502: "oidc_unreachable" },
      handler: async (ctx, { body: { next = "/", invitation } }) => {
        const provider = providerOf(deps);
        await requirePermit(db, rateLimits.signInFrom, ctx.ip);
        const { url, checks } = await provider.begin();
        await oidcAttempts.keep(ctx, { ...checks, next: ownPage(next) ?? "/", ...(invitation && { invitation }) }, now());
        ctx.set("Cache-Control", "no-store");
        ctx.body = { url };
      },
    }),
    defineRoute({
      method: "get",
      path: oidcCallbackPath,
      operationId: "finishOidc",
      summary:
        "Where the identity provider sends the browser back to. Signs in, and leads to a page of the site, or shows one that says why not",
      access: access.anyone,
      responses: { 303: { description: "Signed in, or connected" }, ...pages },
      problems: {
        400: "oidc_expired",
        403: "not_invited",
        404: "oidc_not_configured",
        409: "identity_taken",
        429: "too_many_requests",
        502: "oidc_unreachable",
      },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        // The address holds a code, which is of use to nobody any more, and is nobody's business.
        ctx.set("Referrer-Policy", "no-referrer");
        try {
          ctx.redirect(await finish(ctx));
          ctx.status = 303;
        } catch (error) {
          tell(ctx, asProblem(error));
        }
      },
    }),
  ];

  /** @returns the page to go on to */
  async function finish(ctx: Context): Promise<string> {
    const provider = providerOf(deps);
    await requirePermit(db, rateLimits.signInFrom, ctx.ip);
    const attempt = await oidcAttempts.take(ctx, now());
    if (!attempt || ctx.query.state !== attempt.state || !(await spendOnce(db, attempt))) {
      throw new ProblemError(400, "oidc_expired", "This sign-in was begun in another browser, too long ago, or is over. Start again.");
    }
    const claims = await provider.finish(ctx.search, attempt);
    if (attempt.connect !== undefined) return connect(ctx, provider, attempt, claims);
    const { account, tookOver } = await enter({ ...deps, options: provider.options }, claims, attempt.invitation);
    await startSession(ctx, deps, account);
    // There they see what has changed about their account.
    return tookOver ? "/settings" : attempt.next;
  }

  async function connect(ctx: Context, { options }: OidcProvider, { connect: accountId }: OpenAttempt, claims: Claims): Promise<string> {
    const principal = principalOf(ctx);
    if (principal.kind !== "user" || principal.accountId !== accountId) {
      throw new ProblemError(403, "not_signed_in", "You are no longer signed in as who began this. Sign in, and connect once more.");
    }
    if (!isOfDomains(claims.verifiedEmail, options.domains)) throw refusal("foreign_domain", options);
    await connectIdentity(db, accountId, { ...claims, email: claims.verifiedEmail ?? null });
    return "/settings";
  }
}

/** @throws ProblemError oidc_not_configured */
export function providerOf({ oidc }: AccountDeps): OidcProvider {
  if (oidc) return oidc;
  throw new ProblemError(404, "oidc_not_configured", "This site has no identity provider to sign in by (MEDIASHARE_OIDC_ISSUER).");
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof EmailTakenError || error instanceof IdentityTakenError) {
    return new ProblemError(409, error.code, error.message, { cause: error });
  }
  throw error;
}

/** A browser comes here by itself, so people get a page to read. */
function tell(ctx: Context, problem: ProblemError): void {
  if (problem.cause !== undefined) ctx.state.log.warn({ err: problem.cause, code: problem.code }, "a sign-in by the provider failed");
  ctx.set(problem.headers as Record<string, string>);
  answerWithNotice(ctx, problem, {
    title: "You are not signed in",
    text: escapeHtml(problem.message),
    link: { href: "/sign-in", text: "Back to signing in" },
  });
}
