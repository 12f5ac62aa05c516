import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type Koa from "koa";
import { DomainError } from "../errors.ts";

export class PortTakenError extends DomainError {
  readonly code = "port_taken";
}

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, lets running requests end for this long, then cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** How often connections that became idle are closed while the server ends. */
const idleSweepMs = 50;

/** @throws PortTakenError saying which port, and what to do */
export async function serve(koa: Pick<Koa, "callback">, address: { host: string; port: number }): Promise<RunningServer> {
  const server = createServer(
    // No limit on the time of a whole request: uploads take as long as they take. Headers keep theirs.
    { requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 65_000, highWaterMark: 256 * 1024 },
    koa.callback(),
  );
  await listen(server, address);
  return { port: (server.address() as AddressInfo).port, close: (graceMs) => close(server, graceMs) };
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new PortTakenError(`Port ${port} on ${host} is taken by another program. End that one, or choose another port.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

async function close(server: Server, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection whose last request has ended would be kept alive for its next one, which is not to come.
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
