import { type AccountRole, type TokenScope, uploadTokenTtlMs } from "@mediashare/contract";
import { z } from "zod";
import type { UserPrincipal } from "./principal.ts";
import { SignedTokens } from "./signed-tokens.ts";

const scope: TokenScope = "media:write";
/** The endpoint that acts by the token serves uploads only: there is nothing that a role would add. */
const role: AccountRole = "member";

const claims = z.object({ sub: z.uuid(), scope: z.literal(scope) });

/**
 * Short-lived tokens for the upload endpoint, which is another host and so never sees the site's cookie. The web fleet signs them, the
 * upload fleet verifies them by the shared secret alone.
 */
export class UploadTokens {
  readonly #tokens: SignedTokens;

  constructor(authSecret: string) {
    this.#tokens = new SignedTokens(authSecret, { purpose: "upload-token", audience: "mediashare-upload", ttlMs: uploadTokenTtlMs });
  }

  sign(accountId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    return this.#tokens.sign({ sub: accountId, scope }, now);
  }

  /** Who may upload by it; undefined where it is not ours, not for uploads, or has expired. */
  async verify(token: string, now: Date): Promise<UserPrincipal | undefined> {
    const { data } = claims.safeParse(await this.#tokens.verify(token, now));
    return data && { kind: "user", accountId: data.sub, role, via: "token", scopes: new Set([scope]) };
  }
}
