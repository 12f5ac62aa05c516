import { createHmac, timingSafeEqual } from "node:crypto";
import type { ShareLinkRow } from "@mediashare/core";

type Locked = Pick<ShareLinkRow, "id"> & { readonly password_hash: string };

/** How long a password that was given counts; it begins anew whenever the page looks at the link. */
export const unlockedMs = 60 * 60 * 1000;

/**
 * Proof that somebody gave a link's password, kept in their browser. Its key is the password's salted hash, which nobody but us has:
 * when the owner sets another password, every proof of the old one is void.
 */
export function renderProof(link: Locked, now: Date): string {
  const expiresAt = String(Math.floor((now.getTime() + unlockedMs) / 1000));
  return `${expiresAt}.${seal(link, expiresAt)}`;
}

export function isProof(link: Locked, proof: string, now: Date): boolean {
  const [expiresAt = "", mac = "", ...more] = proof.split(".");
  if (more.length > 0 || !/^\d{1,12}$/.test(expiresAt) || Number(expiresAt) * 1000 <= now.getTime()) return false;
  const [given, expected] = [Buffer.from(mac), Buffer.from(seal(link, expiresAt))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function seal(link: Locked, expiresAt: string): string {
  return createHmac("sha256", link.password_hash).update(`share-unlock ${link.id} ${expiresAt}`).digest("base64url");
}
