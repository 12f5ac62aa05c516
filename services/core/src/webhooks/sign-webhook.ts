import { createHmac } from "node:crypto";

const secretPrefix = "whsec_";
/** The specification asks for 24 to 64. */
const secretBytes = 32;

export interface SignedMessage {
  readonly id: string;
  /** When this attempt is made. */
  readonly sentAt: Date;
  readonly body: string;
}

/** A new signing secret. @param random as many random bytes as it is asked for */
export function makeWebhookSecret(random: (bytes: number) => Buffer): string {
  return secretPrefix + random(secretBytes).toString("base64");
}

/**
 * The headers of Standard Webhooks 1.0, with one signature for each secret
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme).
 */
export function signWebhook({ id, sentAt, body }: SignedMessage, secrets: readonly string[]): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
