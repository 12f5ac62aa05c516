import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { parseWebhookUrl, publicLookup } from "./webhook-target.ts";

/** How an attempt ended. */
export type Attempt =
  | { readonly kind: "answered"; readonly status: number }
  /** Nobody answered, or nothing could be sent. */
  | { readonly kind: "failed"; readonly reason: string };

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The specification recommends 15 to 30 seconds. */
const timeoutMs = 15_000;

/**
 * Sends one webhook over a connection of its own. Redirects are not followed, and the answer's body is not read: only its status counts.
 * Never fails: how it ended is the result.
 */
export async function postWebhook(
  { url: text, headers, body }: WebhookRequest,
  options: { allowPrivate: boolean; signal: AbortSignal },
): Promise<Attempt> {
  try {
    const url = parseWebhookUrl(text, options);
    const bytes = Buffer.from(body);
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
        method: "POST",
        agent: false,
        lookup: publicLookup(options),
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          "Content-Type": "application/json",
          "Content-Length": bytes.length,
          "User-Agent": "Mediashare-Webhooks/1",
          Connection: "close",
          ...headers,
        },
      });
      outgoing.once("response", (response) => {
        // What comes after the headers is a stranger's, and nobody's to wait for.
        response.on("error", () => undefined).destroy();
        resolve(response.statusCode ?? 0);
      });
      outgoing.on("error", reject);
      outgoing.end(bytes);
    });
    return { kind: "answered", status };
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { name, message, code, cause } = error as NodeJS.ErrnoException;
  if (name === "TimeoutError" || (cause as Error | undefined)?.name === "TimeoutError") return `No answer within ${timeoutMs / 1_000} s.`;
  return message === "" ? (code ?? name) : message;
}
