import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "node:net";

/**
 * fauxqs goes on polling for a consumer that has hung up, as workers do when they end, and gives it the next message,
 * which nobody then sees until its visibility timeout. Such messages are handed to `giveBack`.
 */
export function giveBackUnheard(server: Server, giveBack: (receiptHandles: readonly string[]) => void): void {
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers["x-amz-target"] !== "AmazonSQS.ReceiveMessage") return;
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
    response.end = ((...args: unknown[]) => {
      if (request.socket.destroyed) giveBack(receiptHandlesIn(String(args[0])));
      return end(...args);
    }) as ServerResponse["end"];
  });
}

function receiptHandlesIn(answer: string): string[] {
  const { Messages = [] } = JSON.parse(answer) as { Messages?: { ReceiptHandle: string }[] };
  return Messages.map(({ ReceiptHandle }) => ReceiptHandle);
}
