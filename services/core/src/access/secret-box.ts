import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { DomainError } from "@mediashare/kit";
import { deriveKey } from "./secrets.ts";

export class SealedByOtherKeyError extends DomainError {
  readonly code = "sealed_by_other_key";
}

/** As NIST SP 800-38D has them for GCM. */
const [ivBytes, tagBytes] = [12, 16];
const version = "v1";

/**
 * Keeps secrets that must be read again encrypted (AES-256-GCM), by a key of MEDIASHARE_AUTH_SECRET, which is not in the database. What is
 * sealed names its key, so that a changed one is noticed, and opens only for what it was sealed for.
 */
export class SecretBox {
  readonly #key: Uint8Array;
  readonly #keyId: string;

  constructor(authSecret: string, purpose: string) {
    this.#key = deriveKey(authSecret, purpose);
    this.#keyId = createHash("sha256").update(this.#key).digest("hex").slice(0, 8);
  }

  seal(secret: string, ownerId: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv).setAAD(Buffer.from(ownerId));
    const sealed = Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return [version, this.#keyId, sealed.toString("base64url")].join(".");
  }

  /** @throws SealedByOtherKeyError where the key has changed since, or it was sealed for something else */
  open(sealed: string, ownerId: string): string {
    const [, keyId, text = ""] = sealed.split(".");
    const bytes = Buffer.from(text, "base64url");
    try {
      if (keyId !== this.#keyId) throw new Error(`It was sealed by the key ${keyId}, and this is ${this.#keyId}`);
      const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(ownerId))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString("utf8");
    } catch (cause) {
      throw new SealedByOtherKeyError("The secret cannot be read: MEDIASHARE_AUTH_SECRET has changed since it was made. Make a new one.", {
        cause,
      });
    }
  }
}
