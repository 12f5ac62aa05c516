import type { FleetMemory } from "./memory.ts";
import type { EpochMs } from "./time.ts";

/** The size a fleet has been asked to have. */
export interface PresentSize {
  /** By the reading. */
  readonly asked: number | null;
  /** By the reading or, where there is none or it is outrun, by memory. */
  readonly current: number | null;
  readonly isOutrun: boolean;
}

export function presentSize(asked: number | null, takenAtMs: EpochMs | undefined, past: FleetMemory): PresentSize {
  const isOutrun = asked !== null && takenAtMs !== undefined && isOutrunBy(past.askedAtMs, takenAtMs);
  return { asked, current: isOutrun ? past.desired : (asked ?? past.desired), isOutrun };
}

/** A reading from before the last change does not show it: deciding on it would do the same thing twice. */
export function isOutrunBy(changedAtMs: EpochMs | null, takenAtMs: EpochMs): boolean {
  return changedAtMs !== null && takenAtMs < changedAtMs;
}

/**
 * Whether the fleet is to be asked for another size than before. Without knowing what is asked for now nobody can say whether
 * it would be more or less: then nothing is done.
 */
export function isChange(desired: number | null, { asked, isOutrun }: PresentSize, lastDesired: number | null): desired is number {
  return desired !== null && asked !== null && desired !== (isOutrun ? lastDesired : asked);
}

/** When this policy last asked for a new size; what Observe or Paused keep back was not asked for. */
export function askedAt(isAsking: boolean, desired: number | null, past: FleetMemory, now: EpochMs): EpochMs | null {
  return isAsking && desired !== past.desired ? now : past.askedAtMs;
}
