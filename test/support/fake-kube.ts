import type { Kube } from "@mediashare/controller";

type Json = { readonly [key: string]: unknown };

/** The few verbs of the API server that readings and actuators use, over objects in memory; what was asked is kept. */
export class FakeKube implements Kube {
  readonly calls: string[] = [];
  readonly #objects = new Map<string, Json>();
  readonly #refusals = new Map<string, number>();

  /** An object under its own path. */
  put(path: string, object: object): void {
    this.#objects.set(path, object as Json);
  }

  remove(path: string): void {
    this.#objects.delete(path);
  }

  at<T>(path: string): T {
    return this.#find(path) as T;
  }

  /** From now on calls that begin like this (`list /api/v1/nodes`) are refused with that status. */
  refuse(call: string, status: number): void {
    this.#refusals.set(call, status);
  }

  async get<T>(path: string): Promise<T> {
    this.#note("get", path);
    return this.#find(path) as T;
  }

  async list<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<readonly T[]> {
    this.#note("list", path);
    const resource = path.split("/").at(-1);
    const namespace = /namespaces\/([^/]+)\//.exec(path)?.[1];
    return [...this.#objects]
      .filter(([key]) => key.split("/").at(-2) === resource && (!namespace || key.includes(`/namespaces/${namespace}/`)))
      .map(([, object]) => object)
      .filter((object) => matches(object, query)) as T[];
  }

  async mergePatch(path: string, patch: object): Promise<void> {
    this.#note("patch", path);
    const target = path.replace(/\/scale$/, "");
    this.#objects.set(target, merge(this.#find(target), patch as Json));
  }

  async create(path: string, body: object): Promise<void> {
    this.#note("create", path);
    this.#objects.set(path, body as Json);
  }

  #find(path: string): Json {
    const object = this.#objects.get(path);
    if (!object) throw refusal(404, `${path} not found`);
    return object;
  }

  #note(verb: string, path: string): void {
    const call = `${verb} ${path}`;
    this.calls.push(call);
    for (const [prefix, status] of this.#refusals) if (call.startsWith(prefix)) throw refusal(status, `${call} is refused`);
  }
}

function refusal(status: number, message: string): Error {
  return Object.assign(new Error(message), { status });
}

/** RFC 7396 */
function merge(target: unknown, patch: Json): Json {
  const merged: Record<string, unknown> = { ...(target as Json | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = typeof value === "object" && !Array.isArray(value) ? merge(merged[key], value as Json) : value;
  }
  return merged;
}

interface Selectable {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly nodeName?: string };
}

/** `a=b,c=d`, `a in (b,c)` and `spec.nodeName=x`: what is used. */
function matches(object: Json, { labelSelector = "", fieldSelector }: Readonly<Record<string, string>>): boolean {
  const { metadata, spec } = object as Selectable;
  const labels = metadata?.labels ?? {};
  const isIn = /^(\S+) in \((.*)\)$/.exec(labelSelector);
  if (isIn) return (isIn[2] ?? "").split(",").includes(labels[isIn[1] ?? ""] ?? "");
  const pairs = labelSelector.split(",").filter((pair) => pair !== "");
  const hasLabels = pairs.every((pair) => {
    const [key = "", value] = pair.split("=");
    return labels[key] === value;
  });
  return hasLabels && (!fieldSelector || fieldSelector === `spec.nodeName=${spec?.nodeName}`);
}
