import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ByteRange, type ObjectStore, parseRange } from "@mediashare/core";

/** One object, readable by a decoder on this machine and by nobody who does not know the URL. */
export interface Source {
  readonly url: string;
  /** Handed to decoders so far. */
  readonly bytesServed: number;
  /**
   * Why the store could not be read, once it could not. A decoder takes that for the end of the file and goes on:
   * whoever uses its output must look here first.
   */
  readonly fault: Error | undefined;
  close(): Promise<void>;
}

/**
 * A decoder asks for "all from here" and hangs up at its next seek. So the store is asked for stretches that start small and
 * double: a seek costs little, reading on costs few requests.
 */
const firstStretchBytes = 256 * 1024;
const longestStretchBytes = 8 * 1024 * 1024;

/** Serves one object over loopback HTTP, with ranges, reading from the store only what is asked for. */
export async function serveSource(store: Pick<ObjectStore, "get">, key: string, sizeBytes: number): Promise<Source> {
  const path = `/${randomBytes(24).toString("hex")}`;
  const state: { bytesServed: number; fault: Error | undefined } = { bytesServed: 0, fault: undefined };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== path || (request.method !== "GET" && request.method !== "HEAD")) return void response.writeHead(404).end();
    const asked = parseRange(request.headers.range ?? "", sizeBytes);
    const range = asked ?? { start: 0, end: sizeBytes };
    if (range === "unsatisfiable") return void response.writeHead(416, { "content-range": `bytes */${sizeBytes}` }).end();
    response.writeHead(asked ? 206 : 200, {
      "content-type": "application/octet-stream",
      "accept-ranges": "bytes",
      "content-length": range.end - range.start,
      ...(asked ? { "content-range": `bytes ${range.start}-${range.end - 1}/${sizeBytes}` } : {}),
    });
    if (request.method === "HEAD") return void response.end();
    const hungUp = new AbortController();
    response.once("close", () => hungUp.abort());
    try {
      await pipeline(Readable.from(read(range, hungUp.signal), { objectMode: false, highWaterMark: firstStretchBytes }), response);
    } catch (error) {
      if (!hungUp.signal.aborted) state.fault ??= error as Error;
      response.destroy();
    }
  };

  const read = async function* (range: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let stretchBytes = firstStretchBytes;
    for (let start = range.start; start < range.end; ) {
      const end = Math.min(range.end, start + stretchBytes);
      for await (const chunk of readStretch({ start, end }, signal)) {
        state.bytesServed += chunk.length;
        yield chunk;
      }
      start = end;
      stretchBytes = Math.min(stretchBytes * 2, longestStretchBytes);
    }
  };

  /** A fault is told before the decoder can notice: its connection ends only after this has thrown. */
  const readStretch = async function* (range: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      const { body } = await store.get(key, range, signal);
      for await (const chunk of body) yield chunk as Uint8Array;
    } catch (error) {
      if (!signal.aborted) state.fault ??= error as Error;
      throw error;
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    get bytesServed() {
      return state.bytesServed;
    },
    get fault() {
      return state.fault;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
