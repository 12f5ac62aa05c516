import { createPublicKey } from "node:crypto";
import { z } from "zod";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html */
const bits = 2048;

/** The key that CloudFront verifies signatures with; its private half never comes near this app. */
export const publicKeyPem = z.string().superRefine((pem, context) => {
  const fault = faultOf(pem);
  if (fault !== null) context.addIssue({ code: "custom", message: fault });
});

function faultOf(pem: string): string | null {
  if (/PRIVATE KEY/.test(pem)) return "this is a private key, and now no longer a secret: make another one, and write its public key here";
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "rsa" && key.asymmetricKeyDetails?.modulusLength === bits) return null;
    return `CloudFront takes RSA keys of ${bits} bits here; make one with: openssl genrsa -out delivery.pem ${bits}`;
  } catch {
    return "this is no public key in PEM; print it with: openssl rsa -in delivery.pem -pubout";
  }
}
