import type { ServerResponse } from "node:http";
import type { KubeClient } from "@mediashare/controller";
import { type ApiRequest, answer, refuse, startTestApiServer, type TestApiServer } from "./api-server.ts";

type Spec = Readonly<Record<string, unknown>>;

interface StoredLease {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly spec: Spec;
}

/** Leases on a server that takes only updates of the newest version, and fails where it is told to. */
export class FakeLeases {
  readonly #leases = new Map<string, StoredLease>();
  #version = 0;
  #failure: number | "hang" | undefined;
  #server: TestApiServer | undefined;

  static async start(): Promise<FakeLeases> {
    const leases = new FakeLeases();
    leases.#server = await startTestApiServer((request, response) => leases.#answer(request, response));
    return leases;
  }

  get kube(): KubeClient {
    return this.#running.kube;
  }

  spec(name: string): Spec | undefined {
    return this.#leases.get(name)?.spec;
  }

  put(name: string, spec: Spec): StoredLease {
    this.#version += 1;
    const lease = { metadata: { name, resourceVersion: String(this.#version) }, spec };
    this.#leases.set(name, lease);
    return lease;
  }

  remove(name: string): void {
    this.#leases.delete(name);
  }

  failWith(status: number | undefined): void {
    this.#failure = status;
  }

  /** From now on nothing is answered. */
  hang(): void {
    this.#failure = "hang";
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  get #running(): TestApiServer {
    if (!this.#server) throw new Error("The leases were not started.");
    return this.#server;
  }

  #answer(request: ApiRequest, response: ServerResponse): void {
    if (this.#failure === "hang") return;
    const { status, body } = this.#failure === undefined ? this.#take(request) : { status: this.#failure };
    if (body) answer(response, body, status);
    else refuse(response, status, "Refused");
  }

  #take({ method, path, body }: ApiRequest): { readonly status: number; readonly body?: StoredLease } {
    const given = body as StoredLease;
    const name = method === "POST" ? given.metadata.name : (path.split("/").at(-1) ?? "");
    const found = this.#leases.get(name);
    if (method === "POST") return found ? { status: 409 } : { status: 201, body: this.put(name, given.spec) };
    if (!found) return { status: 404 };
    if (method === "GET") return { status: 200, body: found };
    const isNewest = given.metadata.resourceVersion === found.metadata.resourceVersion;
    return isNewest ? { status: 200, body: this.put(name, given.spec) } : { status: 409 };
  }
}
