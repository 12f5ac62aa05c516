/** Two that look alike, by their ids. */
export type AlikePair = readonly [string, string];

/** Puts together what looks alike, directly or by way of others; a group stands where its first pair does. */
export function groupAlike(pairs: readonly AlikePair[]): string[][] {
  const groupOf = new Map<string, Set<string>>();
  for (const [one, other] of pairs) {
    const into = groupOf.get(one) ?? groupOf.get(other) ?? new Set<string>();
    for (const member of [one, other, ...(groupOf.get(one) ?? []), ...(groupOf.get(other) ?? [])]) {
      into.add(member);
      groupOf.set(member, into);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}
