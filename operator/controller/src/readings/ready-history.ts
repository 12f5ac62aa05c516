interface Count {
  readonly atMs: number;
  readonly ready: number;
}

const keptMs = 900_000;

/** How many pods of a fleet were ready when: a metric of minutes ago was taken over the pods of then. */
export class ReadyHistory {
  readonly #fleets = new Map<string, readonly Count[]>();

  record(fleet: string, ready: number, atMs: number): void {
    const past = this.#fleets.get(fleet) ?? [];
    const isNew = past.at(-1)?.ready !== ready;
    if (!isNew) return;
    const cut = past.findLastIndex((count) => count.atMs < atMs - keptMs);
    this.#fleets.set(fleet, [...past.slice(Math.max(0, cut)), { atMs, ready }]);
  }

  /** `null`: it was not watched yet. */
  at(fleet: string, atMs: number): number | null {
    return this.#fleets.get(fleet)?.findLast((count) => count.atMs <= atMs)?.ready ?? null;
  }
}
