/** How far back a new stream looks: longer than a page takes from reading its list to listening. */
const keptMs = 10_000;

/** Which media have changed in the last seconds. */
export class RecentChanges {
  /** In order of time. */
  readonly #changes = new Map<string, { readonly ownerId: string; readonly atMs: number }>();

  add(media: { id: string; ownerId: string }, nowMs: number): void {
    this.#changes.delete(media.id);
    this.#changes.set(media.id, { ownerId: media.ownerId, atMs: nowMs });
    this.#forget(nowMs);
  }

  of(ownerId: string, nowMs: number): string[] {
    this.#forget(nowMs);
    return [...this.#changes].filter(([, change]) => change.ownerId === ownerId).map(([id]) => id);
  }

  #forget(nowMs: number): void {
    for (const [id, { atMs }] of this.#changes) {
      if (atMs > nowMs - keptMs) return;
      this.#changes.delete(id);
    }
  }
}
