/** Things by their own key, found again by the group that they are in; what changes its group moves. */
export class Grouped<T> {
  readonly #groups = new Map<string, Map<string, T>>();
  readonly #groupOf = new Map<string, string>();

  set(group: string, key: string, value: T): void {
    if (this.#groupOf.get(key) !== group) this.delete(key);
    this.#groupOf.set(key, group);
    const members = this.#groups.get(group) ?? new Map<string, T>();
    members.set(key, value);
    this.#groups.set(group, members);
  }

  delete(key: string): void {
    const group = this.#groupOf.get(key);
    if (group === undefined) return;
    this.#groupOf.delete(key);
    const members = this.#groups.get(group);
    members?.delete(key);
    if (members?.size === 0) this.#groups.delete(group);
  }

  of(group: string): IterableIterator<T> {
    return (this.#groups.get(group) ?? new Map<string, T>()).values();
  }
}
