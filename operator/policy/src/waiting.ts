import type { Waiting } from "./memory.ts";
import { sum } from "./numbers.ts";
import type { EpochMs } from "./time.ts";

/**
 * The nodes that were asked for and have not been launched, each with the time since when. An instance counts as arrived once it exists,
 * ready or not: it will boot, however slowly, and is not bought a second time.
 */
export function stillWaiting(waiting: readonly Waiting[], arrivedNodes: number, missingNodes: number, now: EpochMs): readonly Waiting[] {
  const unanswered = dropOldest(waiting, arrivedNodes);
  const known = sum(unanswered.map(({ nodes }) => nodes));
  if (missingNodes > known) return [...unanswered, { nodes: missingNodes - known, sinceMs: now }];
  return dropNewest(unanswered, known - missingNodes);
}

/** How many of them have waited for as long as this. */
export function overdue(waiting: readonly Waiting[], afterMs: number, now: EpochMs): number {
  return sum(waiting.filter(({ sinceMs }) => now - sinceMs >= afterMs).map(({ nodes }) => nodes));
}

/** Whoever arrives answers the oldest request. */
function dropOldest(waiting: readonly Waiting[], nodes: number): readonly Waiting[] {
  const [oldest, ...rest] = waiting;
  if (!oldest || nodes <= 0) return waiting;
  if (oldest.nodes > nodes) return [{ ...oldest, nodes: oldest.nodes - nodes }, ...rest];
  return dropOldest(rest, nodes - oldest.nodes);
}

/** Whoever is no longer needed takes back the newest: a demand that wavers must not make the oldest look young. */
function dropNewest(waiting: readonly Waiting[], nodes: number): readonly Waiting[] {
  const newest = waiting.at(-1);
  if (!newest || nodes <= 0) return waiting;
  const rest = waiting.slice(0, -1);
  if (newest.nodes > nodes) return [...rest, { ...newest, nodes: newest.nodes - nodes }];
  return dropNewest(rest, nodes - newest.nodes);
}
