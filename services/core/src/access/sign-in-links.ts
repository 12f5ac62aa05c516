import { errors, jwtVerify, SignJWT } from "jose";
import { v7 as newId } from "uuid";
import { z } from "zod";
import type { Database } from "../db/open-database.ts";
import { useLink } from "../db/operations/access/use-link.ts";
import { deriveKey } from "./secrets.ts";

const audience = "mediashare-sign-in";
const ttlMs = 10 * 60_000;

const claims = z.object({ sub: z.uuid(), jti: z.uuid(), exp: z.int() });

/**
 * Links that sign somebody in once, within ten minutes: how `npm start` opens the site for the person at its machine. Whoever has the
 * secret makes them, without a server; that they worked once is kept in the database.
 */
export class SignInLinks {
  readonly #key: Uint8Array;

  constructor(authSecret: string) {
    this.#key = deriveKey(authSecret, "sign-in-link");
  }

  sign(accountId: string, now: Date): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(accountId)
      .setAudience(audience)
      .setJti(newId())
      .setExpirationTime(new Date(now.getTime() + ttlMs))
      .sign(this.#key);
  }

  /** Whom it signs in; undefined where it is not ours, has expired or was used. */
  async redeem(db: Database, token: string, now: Date): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ["HS256"], audience, currentDate: now });
      const { sub, jti, exp } = claims.parse(payload);
      return (await useLink(db, { id: jti, expiresAt: new Date(exp * 1_000) })) ? sub : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
