import { createHash, hkdfSync, randomBytes } from "node:crypto";

/** 256 random bits: nobody guesses it, so a fast hash is enough to keep it by. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** A key of its own for each purpose (RFC 5869), so that what is signed for one means nothing for another. */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "mediashare", purpose, 32));
}
