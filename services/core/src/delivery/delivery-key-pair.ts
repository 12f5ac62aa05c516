import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

export interface DeliveryKeyPair {
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** PEM, SPKI: what CloudFront takes as a public key, and the local edge as well. */
  readonly publicKey: string;
}

/** A new key pair for delivery URLs, of the one kind and size that CloudFront takes everywhere. */
export async function generateDeliveryKeyPair(): Promise<DeliveryKeyPair> {
  return promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
