export interface Removal {
  readonly to: number;
  readonly removeFirst: readonly string[];
}

/** Spares the workers that have begun to work since the decision: the fleet stays larger by them, as far as its max allows. */
export function planRemoval(decided: Removal & { readonly working: ReadonlySet<string>; readonly max: number }): Removal {
  const { removeFirst, working } = decided;
  const ordered = [...removeFirst.filter((name) => !working.has(name)), ...removeFirst.filter((name) => working.has(name))];
  const to = Math.max(decided.to, Math.min(decided.to + ordered.filter((name) => working.has(name)).length, decided.max));
  return { to, removeFirst: ordered.slice(0, ordered.length - (to - decided.to)) };
}
