import type { TokenScope } from "@mediashare/contract";
import { ProblemError, type RouteAccess } from "@mediashare/kit";
import type { Context } from "koa";
import { type Principal, principalOf } from "./principal.ts";

/** OpenAPI's names of the ways in which a request says who it comes from. */
export const securitySchemes = {
  session: { type: "apiKey", in: "cookie", name: "__Host-session", description: "The cookie of somebody who signed in on the site" },
  token: {
    type: "http",
    scheme: "bearer",
    description: "An API token, `ms_…`, made in the settings; its scopes are listed with each operation",
  },
  shareUpload: { type: "http", scheme: "bearer", description: "The token that a share link gives for uploads" },
};

/** What decides on a principal: nothing where it may, else the problem. */
type Rule = (principal: Principal) => ProblemError | undefined;

/**
 * The rules that a route can have. Each speaks of the kind of principal and its scopes only; whether it may do this with that media
 * or album is for the operation, which looks them up.
 */
export const access = {
  /** Anybody, signed in or not. */
  anyone: declare({ who: "anyone" }, [{}], () => undefined),

  /** Whoever has a share link: its token stands in the path, and the operation asks for its password where it has one. */
  link: declare({ who: "link" }, [{}], () => undefined),

  /** A visitor of a share link that takes uploads, by a token that the link gave. */
  linkUpload: declare({ who: "linkUpload" }, [{ shareUpload: [] }], (principal) =>
    principal.kind === "share"
      ? undefined
      : new ProblemError(401, "no_link_token", "Send the token that the share link gives for uploads as `Authorization: Bearer …`.", {
          headers: { "WWW-Authenticate": 'Bearer realm="mediashare"' },
        }),
  ),

  /** Somebody signed in, or a token with this scope. */
  user: (scope: TokenScope): RouteAccess =>
    declare(
      { who: "user", scope },
      [{ session: [] }, { token: [scope] }],
      (principal) => refuseStranger(principal) ?? refuseScope(principal, scope),
    ),

  /** An administrator who is signed in, or a token of one with the scope `admin`. */
  administrator: declare(
    { who: "administrator", scope: "admin" },
    [{ session: [] }, { token: ["admin"] }],
    (principal) => refuseStranger(principal) ?? refuseScope(principal, "admin") ?? refuseMember(principal),
  ),

  /** Somebody who signed in themselves: what no token may, such as making tokens. */
  session: declare({ who: "session" }, [{ session: [] }], (principal) => refuseStranger(principal) ?? refuseToken(principal)),
} as const;

function declare(rule: RouteAccess["rule"], security: RouteAccess["security"], decide: Rule): RouteAccess {
  const check = (ctx: Context): void => {
    const problem = decide(principalOf(ctx));
    if (problem) throw problem;
  };
  return { rule, security, check };
}

function refuseStranger(principal: Principal): ProblemError | undefined {
  if (principal.kind === "user") return undefined;
  return new ProblemError(401, "not_signed_in", "Sign in, or send an API token as `Authorization: Bearer ms_…`.", {
    headers: { "WWW-Authenticate": 'Bearer realm="mediashare"' },
  });
}

function refuseScope(principal: Principal, scope: TokenScope): ProblemError | undefined {
  if (principal.kind !== "user" || principal.scopes.has(scope)) return undefined;
  return new ProblemError(403, "missing_scope", `This API token lacks the scope ${scope}. Make one in the settings that has it.`, {
    headers: { "WWW-Authenticate": `Bearer realm="mediashare", error="insufficient_scope", scope="${scope}"` },
  });
}

function refuseMember(principal: Principal): ProblemError | undefined {
  if (principal.kind === "user" && principal.role === "administrator") return undefined;
  return new ProblemError(403, "not_administrator", "This is for administrators only.");
}

function refuseToken(principal: Principal): ProblemError | undefined {
  if (principal.kind === "user" && principal.via === "session") return undefined;
  return new ProblemError(403, "session_needed", "No API token may do this. Sign in on the site.");
}
