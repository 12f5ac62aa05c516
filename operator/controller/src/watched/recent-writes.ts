/** A watch tells of a write within this time, or its silence says so. */
const lagMs = 3_000;

/** Kinds (`pods` of a namespace) that were written to a moment ago: what a watch has of them may be from before. */
export class RecentWrites {
  readonly #untilMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(path: string): void {
    const kind = kindOf(path);
    if (kind !== undefined) this.#untilMs.set(kind, this.#now() + lagMs);
  }

  has(path: string): boolean {
    const kind = kindOf(path);
    const untilMs = kind === undefined ? undefined : this.#untilMs.get(kind);
    if (kind === undefined || untilMs === undefined) return false;
    if (untilMs > this.#now()) return true;
    this.#untilMs.delete(kind);
    return false;
  }
}

/** `/api/v1/namespaces/default/pods/a/eviction` is of `default/pods`. */
function kindOf(path: string): string | undefined {
  const namespaced = /\/namespaces\/([^/]+)\/([^/]+)/.exec(path);
  if (namespaced) return `${namespaced[1]}/${namespaced[2]}`;
  return /^\/api\/v1\/([^/]+)/.exec(path)?.[1];
}
