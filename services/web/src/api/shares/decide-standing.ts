import type { ShareLinkRow } from "@mediashare/core";

export type Standing = "standing" | "expired" | "revoked";

/** What a link is good for at a time. Revoked outranks expired: it is what its owner wanted. */
export function decideStanding(link: Pick<ShareLinkRow, "revoked_at" | "expires_at">, now: Date): Standing {
  if (link.revoked_at !== null) return "revoked";
  return link.expires_at !== null && link.expires_at <= now ? "expired" : "standing";
}
