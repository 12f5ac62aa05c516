import { v7 as newId } from "uuid";
import { z } from "zod";
import type { Database } from "../db/open-database.ts";
import { useLink } from "../db/operations/access/use-link.ts";
import { SignedTokens } from "./signed-tokens.ts";

const ttlMs = 10 * 60_000;

const claims = z.object({ sub: z.uuid(), jti: z.uuid(), exp: z.int() });

/**
 * Links that sign somebody in once, within ten minutes: how `npm start` opens the site for the person at its machine. Whoever has the
 * secret makes them, without a server; that they worked once is kept in the database.
 */
export class SignInLinks {
  readonly #tokens: SignedTokens;

  constructor(authSecret: string) {
    this.#tokens = new SignedTokens(authSecret, { purpose: "sign-in-link", audience: "mediashare-sign-in", ttlMs });
  }

  async sign(accountId: string, now: Date): Promise<string> {
    return (await this.#tokens.sign({ sub: accountId, jti: newId() }, now)).token;
  }

  /** Whom it signs in; undefined where it is not ours, has expired or was used. */
  async redeem(db: Database, token: string, now: Date): Promise<string | undefined> {
    const { data: link } = claims.safeParse(await this.#tokens.verify(token, now));
    if (!link) return undefined;
    const isUnused = await useLink(db, { id: link.jti, expiresAt: new Date(link.exp * 1_000) });
    return isUnused ? link.sub : undefined;
  }
}
