import { uploadTokenTtlMs } from "@mediashare/contract";
import { z } from "zod";
import type { SharePrincipal } from "./principal.ts";
import { SignedTokens } from "./signed-tokens.ts";

const claims = z.object({ sub: z.uuid() });

/**
 * Short-lived tokens by which visitors of a share link add to its album. They name the link only: whether it still stands, and whose
 * album it is, is looked up when a file comes, so that a link that was revoked takes nothing more.
 */
export class ShareUploadTokens {
  readonly #tokens: SignedTokens;

  constructor(authSecret: string) {
    const audience = "mediashare-share-upload";
    this.#tokens = new SignedTokens(authSecret, { purpose: "share-upload-token", audience, ttlMs: uploadTokenTtlMs });
  }

  sign(linkId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    return this.#tokens.sign({ sub: linkId }, now);
  }

  /** The link that it was made for; undefined where it is not ours, for something else, or has expired. */
  async verify(token: string, now: Date): Promise<SharePrincipal | undefined> {
    const { data } = claims.safeParse(await this.#tokens.verify(token, now));
    return data && { kind: "share", linkId: data.sub };
  }
}
