const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** A duration as Go writes and metav1.Duration takes it, without signs and units below a millisecond. */
export const durationPattern = /^([0-9]+(\.[0-9]+)?(h|ms|m|s))+$/;

/** `2m30s` → 150000. @throws RangeError for anything that is no such duration */
export function parseDurationMs(text: string): number {
  if (!durationPattern.test(text)) throw new RangeError(`"${text}" is no duration; write one such as 30s, 2m or 1h30m.`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(h|ms|m|s)/g)) total += Number(amount) * (unitMs[unit as string] as number);
  return Math.round(total);
}
