import { deriveKey } from "@mediashare/core";
import { EncryptJWT, errors, jwtDecrypt } from "jose";
import type { Context } from "koa";
import { v7 as newId } from "uuid";
import { z } from "zod";

const ttlMs = 10 * 60_000;
const audience = "mediashare-oidc";

const attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** A page of the site to go on to. */
  next: z.string(),
  /** The secret of the invitation that somebody came with. */
  invitation: z.string().optional(),
  /** The account that is to be connected, instead of somebody being signed in. */
  connect: z.uuid().optional(),
});

/** A sign-in by the provider that has begun. */
export type Attempt = z.infer<typeof attempt>;

/** One that came back; its id makes it good for once. */
export interface OpenAttempt extends Attempt {
  readonly id: string;
  readonly expiresAt: Date;
}

/**
 * Keeps attempts in a cookie of the browser that made them, encrypted (JWE, RFC 7516), so that no other browser can end them and nothing
 * of them is kept here.
 */
export class OidcAttempts {
  readonly #key: Uint8Array;
  readonly #name: string;
  readonly #attributes: readonly string[];

  constructor(authSecret: string, siteOrigin: string) {
    const secure = new URL(siteOrigin).protocol === "https:";
    this.#key = deriveKey(authSecret, "oidc-attempt");
    this.#name = secure ? "__Host-oidc" : "mediashare_oidc";
    // Lax, as the browser comes back by a link from the provider's site.
    this.#attributes = ["Path=/", "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  }

  async keep(ctx: Context, begun: Attempt, now: Date): Promise<void> {
    const sealed = await new EncryptJWT({ ...begun })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setAudience(audience)
      .setJti(newId())
      .setExpirationTime(new Date(now.getTime() + ttlMs))
      .encrypt(this.#key);
    this.#set(ctx, sealed, ttlMs / 1_000);
  }

  /** The attempt of this browser, which its cookie has no longer then; undefined where there is none, or it is too old. */
  async take(ctx: Context, now: Date): Promise<OpenAttempt | undefined> {
    const sealed = ctx.cookies.get(this.#name);
    this.#set(ctx, "", 0);
    if (!sealed) return undefined;
    try {
      const { payload } = await jwtDecrypt(sealed, this.#key, { audience, currentDate: now });
      return { ...attempt.parse(payload), id: z.uuid().parse(payload.jti), expiresAt: new Date((payload.exp as number) * 1_000) };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  #set(ctx: Context, value: string, maxAgeSeconds: number): void {
    ctx.append("Set-Cookie", [`${this.#name}=${value}`, `Max-Age=${maxAgeSeconds}`, ...this.#attributes].join("; "));
  }
}
