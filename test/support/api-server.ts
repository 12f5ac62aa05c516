import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";
import { Connection, KubeClient } from "@mediashare/controller";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** Answers a request; what it leaves open stays open, as a watch does. */
export type ApiHandler = (request: ApiRequest, response: ServerResponse) => void | Promise<void>;

export interface TestApiServer {
  readonly kube: KubeClient;
  readonly requests: readonly ApiRequest[];
  /** A client of its own, that waits this long for an answer. */
  client(timeoutMs: number): KubeClient;
  handle(handler: ApiHandler): void;
  /** Ends every connection as a network does. */
  resetConnections(): void;
  stop(): Promise<void>;
}

/** An HTTP server in the place of the API server, for what a real one cannot be made to do. */
export async function startTestApiServer(first: ApiHandler): Promise<TestApiServer> {
  let handler = first;
  const requests: ApiRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((message, response) => {
    void readRequest(message).then((request) => {
      requests.push(request);
      return handler(request, response);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const connection = new Connection(configOf((server.address() as AddressInfo).port));
  return {
    kube: new KubeClient(connection),
    requests,
    client: (timeoutMs) => new KubeClient(connection, { timeoutMs }),
    handle: (next) => {
      handler = next;
    },
    resetConnections: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stop: async () => {
      connection.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answer(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

/** The API server's way to say no. */
export function refuse(response: ServerResponse, code: number, reason: string, message = reason): void {
  answer(response, { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message }, code);
}

async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(message.url ?? "/", "http://localhost");
  const body = await text(message);
  return {
    method: message.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    contentType: message.headers["content-type"],
    body: body === "" ? undefined : JSON.parse(body),
  };
}

function configOf(port: number): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: "test", server: `http://127.0.0.1:${port}`, skipTLSVerify: true }, { name: "test" });
  return config;
}
