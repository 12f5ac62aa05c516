import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

export interface DatedMultiparts {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * In front of moto, which dates every upload in parts to 2010, so that the sweep of abandoned ones takes those that run. Here they are as
 * old as this process: no test is older than the sweep's day.
 */
export async function startDatedMultiparts(target: string): Promise<DatedMultiparts> {
  const begun = new Date().toISOString();
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, headers, url = "/" } = incoming;
    const outgoing = request(new URL(url, target), { method, headers });
    response.once("close", () => outgoing.destroy());
    const answered = once(outgoing, "response") as Promise<[IncomingMessage]>;
    pipeline(incoming, outgoing).catch(() => undefined);
    const [answer] = await answered;
    const status = answer.statusCode ?? 502;
    if (method !== "GET" || !/[?&]uploads\b/.test(url)) {
      response.writeHead(status, answer.headers);
      return pipeline(answer, response);
    }
    const dated = (await text(answer)).replace(/(?<=<Initiated>)[^<]*/g, begun);
    response.writeHead(status, { ...answer.headers, "content-length": String(Buffer.byteLength(dated)) }).end(dated);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
