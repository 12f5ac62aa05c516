import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

export interface DeliveryKeyPair {
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** PEM, SPKI: what CloudFront takes as a public key, and the local edge as well. */
  readonly publicKey: string;
}

/**
 * A new key pair for delivery URLs: ECDSA with P-256. CloudFront takes that or RSA of 2,048 bits, which needs 20 times the time to sign
 * and four times the letters in each URL.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
export async function generateDeliveryKeyPair(): Promise<DeliveryKeyPair> {
  return promisify(generateKeyPair)("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
