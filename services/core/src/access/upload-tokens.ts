import { type AccountRole, type TokenScope, uploadTokenTtlMs } from "@mediashare/contract";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { UserPrincipal } from "./principal.ts";
import { deriveKey } from "./secrets.ts";

const audience = "mediashare-upload";
const scope: TokenScope = "media:write";
/** The endpoint that acts by the token serves uploads only: there is nothing that a role would add. */
const role: AccountRole = "member";

const claims = z.object({ sub: z.uuid(), scope: z.literal(scope) });

/**
 * Short-lived tokens for the upload endpoint, which is another host and so never sees the site's cookie. The web fleet signs them, the
 * upload fleet verifies them by the shared secret alone, without the database (HS256, RFC 7519).
 */
export class UploadTokens {
  readonly #key: Uint8Array;

  constructor(authSecret: string) {
    this.#key = deriveKey(authSecret, "upload-token");
  }

  async sign(accountId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(now.getTime() + uploadTokenTtlMs);
    const token = await new SignJWT({ scope })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(accountId)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt };
  }

  /** Who may upload by it; undefined where it is not ours, not for uploads, or has expired. */
  async verify(token: string, now: Date): Promise<UserPrincipal | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ["HS256"], audience, currentDate: now });
      const parsed = claims.safeParse(payload);
      return parsed.success ? { kind: "user", accountId: parsed.data.sub, role, via: "token", scopes: new Set([scope]) } : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
