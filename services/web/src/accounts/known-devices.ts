import { createHmac } from "node:crypto";
import { deriveKey, SignedTokens } from "@mediashare/core";
import type { Context } from "koa";
import { v7 as newId } from "uuid";
import { z } from "zod";

const ttlMs = 365 * 86_400_000;
const claims = z.object({ sub: z.string(), jti: z.uuid() });

/**
 * Marks browsers that an account was signed in by, so that what others try at that account does not keep them out
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies). A mark lets nobody in.
 */
export class KnownDevices {
  readonly #tokens: SignedTokens;
  readonly #subjectKey: Uint8Array;
  readonly #secure: boolean;
  readonly #name: string;

  constructor(authSecret: string, siteOrigin: string) {
    this.#tokens = new SignedTokens(authSecret, { purpose: "known-device", audience: "mediashare-device", ttlMs });
    this.#subjectKey = deriveKey(authSecret, "known-device-subject");
    this.#secure = new URL(siteOrigin).protocol === "https:";
    this.#name = this.#secure ? "__Host-device" : "mediashare_device";
  }

  async mark(ctx: Context, email: string, now: Date): Promise<void> {
    const { token } = await this.#tokens.sign({ sub: this.#subjectOf(email), jti: newId() }, now);
    const attributes = ["Path=/", "HttpOnly", "SameSite=Strict", ...(this.#secure ? ["Secure"] : [])];
    ctx.append("Set-Cookie", [`${this.#name}=${token}`, `Max-Age=${ttlMs / 1_000}`, ...attributes].join("; "));
  }

  /** The mark's id, where this browser has one of the account with this address. */
  async find(ctx: Context, email: string, now: Date): Promise<string | undefined> {
    const token = ctx.cookies.get(this.#name);
    if (!token) return undefined;
    const { data: mark } = claims.safeParse(await this.#tokens.verify(token, now));
    return mark?.sub === this.#subjectOf(email) ? mark.jti : undefined;
  }

  /**
   * The address under a key: the cookie is signed, not encrypted, and whoever uses the browser next could try addresses against a plain hash.
   */
  #subjectOf(email: string): string {
    return createHmac("sha256", this.#subjectKey).update(email).digest("base64url");
  }
}
