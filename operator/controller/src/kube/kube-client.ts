import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Kube } from "../readings/kube.ts";
import type { Connection } from "./connection.ts";
import { KubeError } from "./errors.ts";

const defaultTimeoutMs = 10_000;
const pageSize = "200";
/** The API server sends a bookmark about every minute: a connection that is silent for longer has died without a word. */
const silentWatchMs = 90_000;

export interface KubeList<T> {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: readonly T[];
}

export interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T;
}

export type JsonPatch = readonly { readonly op: "add" | "replace" | "remove" | "test"; readonly path: string; readonly value?: unknown }[];

type Query = Readonly<Record<string, string>>;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface KubeClientOptions {
  /** Of a whole request, watches aside. */
  readonly timeoutMs?: number;
  /** Told of each request, with the HTTP status that it was answered with, or 0 where none came. */
  readonly onAnswer?: (method: string, status: number) => void;
}

/**
 * The API server's verbs on raw JSON: typed clients drop the fields that they do not know, which server-side apply then takes away.
 * Paths are those of the REST API, such as `/apis/apps/v1/namespaces/default/deployments/web`. Every method throws KubeError.
 */
export class KubeClient implements Kube {
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  readonly #onAnswer: KubeClientOptions["onAnswer"];

  constructor(connection: Connection, options: KubeClientOptions = {}) {
    this.#connection = connection;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#onAnswer = options.onAnswer;
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>({ method: "GET", path });
  }

  /** All items. */
  async list<T>(path: string, query: Query = {}): Promise<readonly T[]> {
    const items: T[] = [];
    for await (const page of this.pages<T>(path, query)) for (const item of page.items) items.push(item);
    return items;
  }

  /** All items a page at a time, so that not all of them are in memory as they came; the last page has the version to watch from. */
  async *pages<T>(path: string, query: Query = {}): AsyncGenerator<KubeList<T>, void, void> {
    // A list from the API server's cache has no pages.
    const limit: Query = query["resourceVersion"] === undefined ? { limit: pageSize } : {};
    let next: Query | undefined = {};
    while (next) {
      const page: KubeList<T> = await this.#call<KubeList<T>>({ method: "GET", path, query: { ...query, ...limit, ...next } });
      yield page;
      next = page.metadata.continue ? { continue: page.metadata.continue } : undefined;
    }
  }

  /**
   * Events until the server or the signal ends the watch.
   * @param onOpen the server has taken the watch: from now on its events come
   */
  async *watch<T>(path: string, query: Query, signal: AbortSignal, onOpen?: () => void): AsyncGenerator<WatchEvent<T>> {
    const call = { method: "GET", path, query: { ...query, watch: "true" } };
    const response = await this.#send(call, signal);
    onOpen?.();
    response.setTimeout(silentWatchMs);
    const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
    // readline tells nothing of its input's faults.
    let fault: Error | undefined;
    response.once("error", (error: Error) => {
      fault = error;
      lines.close();
    });
    try {
      for await (const line of lines) if (line !== "") yield JSON.parse(line) as WatchEvent<T>;
    } finally {
      response.destroy();
    }
    if (fault && !signal.aborted) throw new KubeError(describe(call), { message: fault.message, cause: fault });
  }

  /** Server-side apply: what this manager set before and the manifest lacks goes; what others hold is taken over. */
  apply<T>(path: string, manifest: object, fieldManager: string): Promise<T> {
    const query = { fieldManager, force: "true" };
    return this.#call<T>({ method: "PATCH", path, query, body: manifest, contentType: "application/apply-patch+yaml" });
  }

  /** JSON merge patch (RFC 7396). */
  mergePatch<T>(path: string, patch: object): Promise<T> {
    return this.#call<T>({ method: "PATCH", path, body: patch, contentType: "application/merge-patch+json" });
  }

  /** JSON patch (RFC 6902). */
  jsonPatch<T>(path: string, patch: JsonPatch): Promise<T> {
    return this.#call<T>({ method: "PATCH", path, body: patch, contentType: "application/json-patch+json" });
  }

  create<T>(path: string, body: object): Promise<T> {
    return this.#call<T>({ method: "POST", path, body });
  }

  replace<T>(path: string, body: object): Promise<T> {
    return this.#call<T>({ method: "PUT", path, body });
  }

  /** @param uid only this object, not one of the same name that came after it */
  delete(path: string, uid?: string): Promise<unknown> {
    const body = { propagationPolicy: "Background", ...(uid !== undefined && { preconditions: { uid } }) };
    return this.#call({ method: "DELETE", path, body });
  }

  async #call<T>(call: Call): Promise<T> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const response = await this.#send(call, signal);
    try {
      return JSON.parse(await text(response)) as T;
    } catch (error) {
      throw new KubeError(describe(call), { message: messageOf(error), cause: error });
    }
  }

  async #send(call: Call, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#open(call, signal).catch((error: unknown) => {
      this.#onAnswer?.(call.method, 0);
      throw new KubeError(describe(call), { message: `the API server cannot be reached (${messageOf(error)})`, cause: error });
    });
    const status = response.statusCode ?? 0;
    this.#onAnswer?.(call.method, status);
    if (status >= 200 && status < 300) return response;
    throw refusal(call, status, await text(response).catch(() => ""));
  }

  async #open({ method, path, query, body, contentType }: Call, signal: AbortSignal): Promise<IncomingMessage> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const request = await this.#connection.request(method, query ? `${path}?${new URLSearchParams(query)}` : path, {
      Accept: "application/json",
      ...(payload && { "Content-Type": contentType ?? "application/json", "Content-Length": String(payload.length) }),
    });
    return new Promise((resolve, reject) => {
      const abort = (): void => void request.destroy(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
      request.once("error", reject);
      request.once("close", () => signal.removeEventListener("abort", abort));
      request.setTimeout(this.#timeoutMs, () => request.destroy(new Error("nothing came for too long")));
      request.once("response", resolve);
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
      request.end(payload);
    });
  }
}

function refusal(call: Call, status: number, body: string): KubeError {
  const message = messageIn(body) ?? (body.slice(0, 200) || `HTTP ${status}`);
  return new KubeError(describe(call), { status, message });
}

function messageIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { message?: string }).message;
  } catch {
    // A proxy's page, not the API server's Status.
    return undefined;
  }
}

function describe({ method, path }: Call): string {
  return `${method} ${path}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
