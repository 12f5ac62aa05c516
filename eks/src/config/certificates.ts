import { X509Certificate } from "node:crypto";
import { z } from "zod";

/** Certificates in PEM, one after the other, as AWS's bundles have them. */
export const certificates = z
  .string()
  .refine((pem) => areReadable(pem), "write certificates in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");

function areReadable(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.length > 0 && blocks.every((pem) => new X509Certificate(pem).ca);
  } catch {
    return false;
  }
}
