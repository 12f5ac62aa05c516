/** When each instance of a group was first seen: an Auto Scaling group does not say when it launched one. */
export class FirstSeen {
  readonly #groups = new Map<string, ReadonlyMap<string, number>>();

  /** Times of the instances that the group has now. */
  record(group: string, instances: readonly string[], nowMs: number): ReadonlyMap<string, number> {
    const past = this.#groups.get(group);
    const seen = new Map(instances.map((instance) => [instance, past?.get(instance) ?? nowMs]));
    this.#groups.set(group, seen);
    return seen;
  }
}
