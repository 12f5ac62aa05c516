import { uploadTokenTtlMs } from "@mediashare/contract";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { SharePrincipal } from "./principal.ts";
import { deriveKey } from "./secrets.ts";

const audience = "mediashare-share-upload";
const claims = z.object({ sub: z.uuid() });

/**
 * Short-lived tokens by which visitors of a share link add to its album. They name the link only: whether it still stands, and whose
 * album it is, is looked up when a file comes, so that a link that was revoked takes nothing more.
 */
export class ShareUploadTokens {
  readonly #key: Uint8Array;

  constructor(authSecret: string) {
    this.#key = deriveKey(authSecret, "share-upload-token");
  }

  async sign(linkId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(now.getTime() + uploadTokenTtlMs);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(linkId)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt };
  }

  /** The link that it was made for; undefined where it is not ours, for something else, or has expired. */
  async verify(token: string, now: Date): Promise<SharePrincipal | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ["HS256"], audience, currentDate: now });
      const parsed = claims.safeParse(payload);
      return parsed.success ? { kind: "share", linkId: parsed.data.sub } : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
