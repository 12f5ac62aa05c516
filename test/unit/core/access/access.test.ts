import { type TokenScope, tokenScopes } from "@mediashare/contract";
import { access, type Principal, setPrincipal } from "@mediashare/core";
import { ProblemError, type RouteAccess } from "@mediashare/kit";
import { expect } from "chai";
import type { Context } from "koa";

describe("the access of a route", () => {
  const user = (over: Partial<Extract<Principal, { kind: "user" }>> = {}): Principal => ({
    kind: "user",
    accountId: "0193",
    role: "member",
    via: "session",
    scopes: new Set(tokenScopes),
    ...over,
  });
  const token = (scopes: TokenScope[], role: "member" | "administrator" = "member") =>
    user({ via: "token", scopes: new Set(scopes), role });
  const decide = (rule: RouteAccess, principal: Principal): string => {
    const ctx = { state: {} } as Context;
    setPrincipal(ctx, principal);
    try {
      rule.check(ctx);
      return "may";
    } catch (error) {
      return error instanceof ProblemError ? `${error.status} ${error.code}` : String(error);
    }
  };

  for (const [rule, expected] of [
    [access.anyone, ["may", "may", "may", "may", "may"]],
    [access.user("media:read"), ["401 not_signed_in", "may", "may", "may", "403 missing_scope"]],
    [access.user("media:write"), ["401 not_signed_in", "may", "may", "403 missing_scope", "403 missing_scope"]],
    [access.administrator, ["401 not_signed_in", "403 not_administrator", "may", "403 missing_scope", "403 not_administrator"]],
    [access.session, ["401 not_signed_in", "may", "may", "403 session_needed", "403 session_needed"]],
  ] as const) {
    it(`${JSON.stringify(rule.rule)} lets in who it says`, () => {
      const principals = [
        { kind: "anonymous" } as const,
        user(),
        user({ role: "administrator" }),
        token(["media:read"], "administrator"),
        token(["admin"]),
      ];
      expect(principals.map((principal) => decide(rule, principal))).to.deep.equal(expected);
    });
  }

  it("cannot be checked before it is known who asks", () => {
    expect(() => access.anyone.check({ state: {} } as Context)).to.throw("before it was found out");
  });
});
