import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { deriveKey } from "./secrets.ts";

const algorithm = "HS256";

/**
 * Tokens of one kind (JWT, RFC 7519), made and verified by whoever has MEDIASHARE_AUTH_SECRET, without the database. Each kind has a key and
 * an audience of its own, so that one is never taken for another.
 */
export class SignedTokens {
  readonly #key: Uint8Array;
  readonly #audience: string;
  readonly #ttlMs: number;

  constructor(authSecret: string, { purpose, audience, ttlMs }: { purpose: string; audience: string; ttlMs: number }) {
    this.#key = deriveKey(authSecret, purpose);
    this.#audience = audience;
    this.#ttlMs = ttlMs;
  }

  async sign(claims: JWTPayload, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(now.getTime() + this.#ttlMs);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm })
      .setAudience(this.#audience)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt };
  }

  /** What it says; undefined where it is not ours, of another kind, or has expired. */
  async verify(token: string, now: Date): Promise<JWTPayload | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: [algorithm], audience: this.#audience, currentDate: now });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
