import type { Reading } from "./observation.ts";
import type { EpochMs } from "./time.ts";

/**
 * How old a reading may be and still count as known.
 * Queue and Kubernetes are read at every tick: a minute covers a slow poll.
 * CloudWatch gives minutes, each one to two minutes late; five allow for one missed call.
 */
export const STALE_AFTER_MS = { queue: 60_000, workers: 60_000, nodes: 60_000, metric: 300_000 } as const;

export type Known<Value> = { readonly value: Value } | { readonly unknown: "missing" | "stale" | "invalid" };

/** Unknown is not zero: a reading counts only if it is there, fresh and possible. */
export function known<Value>(
  reading: Reading<Value> | null | undefined,
  now: EpochMs,
  staleAfterMs: number,
  isPossible: (value: Value) => boolean,
): Known<Value> {
  if (!reading) return { unknown: "missing" };
  if (now - reading.takenAtMs > staleAfterMs) return { unknown: "stale" };
  return isPossible(reading.value) ? { value: reading.value } : { unknown: "invalid" };
}

/** The value, or `null` where it is unknown. */
export function orNull<Value>(reading: Known<Value>): Value | null {
  return "value" in reading ? reading.value : null;
}
