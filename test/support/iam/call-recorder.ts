import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { type RecordedCall, readCall } from "./read-call.ts";

/** Servers that stand in for AWS, by the names that signatures give services; `other` is for the rest. */
export type Backends = Readonly<Record<string, string>> & { readonly other: string };

export interface CallRecorder {
  /** What a process is given as the endpoint of every service. */
  readonly endpoint: string;
  /** What was asked, once each, in the order of the first time. */
  calls(): RecordedCall[];
  stop(): Promise<void>;
}

/**
 * Stands between one identity and AWS, and writes down what is asked: recorded on the wire, where the real clients of the real processes
 * cannot leave anything out.
 */
export async function startCallRecorder(backends: Backends): Promise<CallRecorder> {
  const calls = new Map<string, RecordedCall>();
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const service = serviceOf(incoming);
    // Bodies that say what is asked are small; those of files go through as they come.
    const body = service === "s3" && incoming.method === "PUT" ? undefined : await buffer(incoming);
    const outgoing = request(new URL(incoming.url ?? "/", backends[service] ?? backends.other), {
      method: incoming.method,
      headers: incoming.headers,
    });
    incoming.once("close", () => incoming.complete || outgoing.destroy());
    response.once("close", () => outgoing.destroy());
    const answered = once(outgoing, "response") as Promise<[IncomingMessage]>;
    if (body) outgoing.end(body);
    else pipeline(incoming, outgoing).catch(() => undefined);
    const [answer] = await answered;
    for (const call of readCall(service, { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers, body }))
      calls.set(JSON.stringify(call), call);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => [...calls.values()],
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** From the scope of the signature (AWS Signature Version 4), which is in a header or, for signed URLs, in the query. */
function serviceOf({ headers, url = "" }: IncomingMessage): string {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? new URL(url, "http://any").searchParams.get("X-Amz-Credential");
  return credential?.split("/").at(-2) ?? "";
}
