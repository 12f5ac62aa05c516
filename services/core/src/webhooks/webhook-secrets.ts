import { SecretBox } from "../access/secret-box.ts";

/** Keeps the signing secrets of webhooks, which must be read again to sign. */
export function webhookSecrets(authSecret: string): SecretBox {
  return new SecretBox(authSecret, "webhook-secret");
}
