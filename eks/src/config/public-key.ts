import { createPublicKey } from "node:crypto";
import { z } from "zod";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html */
const bits = 2048;
const curve = "prime256v1";

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
    if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === curve) return null;
    return `CloudFront takes ECDSA keys of P-256 and RSA keys of ${bits} bits; make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out delivery.pem`;
  } catch {
    return "this is no public key in PEM; print it with: openssl pkey -in delivery.pem -pubout";
  }
}
