import { authenticateApiToken, invalidToken, type Knex, readBearer, setPrincipal, type UploadTokens } from "@mediashare/core";
import type { Context, Middleware } from "koa";

/** Finds out who a request comes from: by a token of the web fleet's, without asking anybody, or by an API token, which is looked up. */
export function uploadPrincipal({ db, tokens }: { db: Knex; tokens: UploadTokens }): Middleware {
  return async (ctx, next) => {
    const bearer = readBearer(ctx as Context);
    if (bearer === undefined) {
      setPrincipal(ctx as Context, { kind: "anonymous" });
    } else {
      const principal = (await authenticateApiToken(db, bearer)) ?? (await tokens.verify(bearer, new Date()));
      if (!principal) throw invalidToken();
      setPrincipal(ctx as Context, principal);
    }
    await next();
  };
}
