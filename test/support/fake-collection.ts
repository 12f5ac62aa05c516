import type { ServerResponse } from "node:http";
import type { KubeClient, KubeObject } from "@mediashare/controller";
import { type ApiRequest, answer, refuse, startTestApiServer, type TestApiServer } from "./api-server.ts";

interface Change {
  readonly version: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KubeObject;
}

/** One kind of objects on a server that lists and watches as the API server does, and fails where it is told to. */
export class FakeCollection {
  readonly path = "/api/v1/namespaces/default/configmaps";
  /** The version that each watch began at. */
  readonly watchedFrom: string[] = [];
  /** Between attempts that failed. */
  readonly pausesMs: number[] = [];
  lists = 0;
  failures = 0;
  readonly #objects = new Map<string, KubeObject>();
  readonly #watches = new Set<ServerResponse>();
  #history: Change[] = [];
  #version = 100;
  #oldest = 0;
  #failure: number | undefined;
  #failedAtMs: number | undefined;
  #server: TestApiServer | undefined;

  static async start(): Promise<FakeCollection> {
    const collection = new FakeCollection();
    collection.#server = await startTestApiServer((request, response) => collection.#answer(request, response));
    return collection;
  }

  get kube(): KubeClient {
    return this.#running.kube;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  put(name: string, labels: Readonly<Record<string, string>> = {}): void {
    this.#version += 1;
    const type = this.#objects.has(name) ? "MODIFIED" : "ADDED";
    const metadata = { name, namespace: "default", labels, resourceVersion: String(this.#version), managedFields: [{}] };
    this.#objects.set(name, { metadata });
    this.#tell({ version: this.#version, type, object: { metadata } });
  }

  remove(name: string): void {
    const object = this.#objects.get(name) as KubeObject;
    this.removeUnseen(name);
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    this.#tell({ version: this.#version, type: "DELETED", object: { metadata } });
  }

  /** Goes without an event. */
  removeUnseen(name: string): void {
    this.#version += 1;
    this.#objects.delete(name);
  }

  bookmark(version: number): void {
    this.#version = version;
    for (const watch of this.#watches) send(watch, { type: "BOOKMARK", object: { metadata: { resourceVersion: String(version) } } });
  }

  endWatches(): void {
    for (const watch of this.#watches) watch.end();
  }

  sayGone(): void {
    this.forgetHistory();
    for (const watch of this.#watches) send(watch, { type: "ERROR", object: { code: 410, reason: "Expired", message: "too old" } });
  }

  /** Watches from before now are answered 410. */
  forgetHistory(): void {
    this.#version += 1;
    this.#oldest = this.#version;
    this.#history = [];
  }

  failWith(status: number | undefined): void {
    this.#failure = status;
  }

  resetConnections(): void {
    this.#running.resetConnections();
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  get #running(): TestApiServer {
    if (!this.#server) throw new Error("The collection was not started.");
    return this.#server;
  }

  #answer({ query }: ApiRequest, response: ServerResponse): void {
    if (this.#failure !== undefined) this.#fail(response, this.#failure);
    else if (query.get("watch") === "true") this.#watch(query.get("resourceVersion") ?? "", response);
    else this.#list(response);
  }

  #list(response: ServerResponse): void {
    this.lists += 1;
    answer(response, { metadata: { resourceVersion: String(this.#version) }, items: [...this.#objects.values()] });
  }

  #fail(response: ServerResponse, status: number): void {
    const nowMs = performance.now();
    if (this.#failedAtMs !== undefined) this.pausesMs.push(nowMs - this.#failedAtMs);
    this.#failedAtMs = nowMs;
    this.failures += 1;
    refuse(response, status, "InternalError");
  }

  #watch(from: string, response: ServerResponse): void {
    this.watchedFrom.push(from);
    if (Number(from) < this.#oldest) {
      refuse(response, 410, "Expired");
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json" }).flushHeaders();
    for (const change of this.#history) if (change.version > Number(from)) send(response, change);
    this.#watches.add(response);
    response.once("close", () => this.#watches.delete(response));
  }

  #tell(change: Change): void {
    this.#history.push(change);
    for (const watch of this.#watches) send(watch, change);
  }
}

function send(watch: ServerResponse, event: object): void {
  watch.write(`${JSON.stringify(event)}\n`);
}
