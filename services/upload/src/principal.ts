import {
  authenticateApiToken,
  invalidToken,
  type Knex,
  type Principal,
  readBearer,
  type ShareUploadTokens,
  setPrincipal,
  type UploadTokens,
} from "@mediashare/core";
import type { Context, Middleware } from "koa";

/** Finds out who a request comes from: by a token of the web fleet's, without asking anybody, or by an API token, which is looked up. */
export function uploadPrincipal(deps: { db: Knex; tokens: UploadTokens; shareTokens: ShareUploadTokens }): Middleware {
  const { db, tokens, shareTokens } = deps;
  const findPrincipal = async (bearer: string): Promise<Principal> => {
    const now = new Date();
    const principal =
      (await authenticateApiToken(db, bearer)) ?? (await tokens.verify(bearer, now)) ?? (await shareTokens.verify(bearer, now));
    if (!principal) throw invalidToken();
    return principal;
  };
  return async (ctx, next) => {
    const bearer = readBearer(ctx as Context);
    setPrincipal(ctx as Context, bearer === undefined ? { kind: "anonymous" } : await findPrincipal(bearer));
    await next();
  };
}
