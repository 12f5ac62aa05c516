import type { Desire, FleetMemory } from "./memory.ts";
import type { EpochMs } from "./time.ts";

/**
 * Up at once, down late. As the Kubernetes HPA stabilises (`stabilizeRecommendationWithBehaviors` in
 * kubernetes/pkg/controller/podautoscaler/horizontal.go): the size stays where it is as long as it lies between
 * what is desired now and the highest desire within the delay.
 */
export function stabilise(current: number, desiredNow: number, highestLately: number): number {
  return Math.min(Math.max(current, desiredNow), highestLately);
}

/** A memory older than this says nothing about the last minutes (the operator was away): the present size counts as just desired. */
const GAP_MS = 300_000;

/** Steps into which the delay is cut, so that the memory stays small at one-second ticks: scale-down is late by 1/20 of the delay at most, never early. */
const STEPS = 20;

/** The desires that still count, this one included. `current` stands in for the past where there is none. */
export function rememberDesire(memory: FleetMemory, desiredNow: number, current: number, delayMs: number, now: EpochMs): readonly Desire[] {
  if (delayMs <= 0) return [];
  const isGap = memory.decidedAtMs === null || now - memory.decidedAtMs > GAP_MS;
  const past = isGap ? add([], { members: current, atMs: now }, delayMs) : memory.desires.filter(({ atMs }) => atMs > now - delayMs);
  return add(past, { members: desiredNow, atMs: now }, delayMs);
}

/** The highest desire within the delay: what `rememberDesire` kept, newest last. */
export function highestDesire(desires: readonly Desire[], desiredNow: number, delayMs: number, now: EpochMs): number {
  return Math.max(desiredNow, ...desires.filter(({ atMs }) => atMs > now - delayMs).map(({ members }) => members));
}

/** A falling staircase: an older desire that is not higher than a newer one can never be the highest again. */
function add(desires: readonly Desire[], next: Desire, delayMs: number): readonly Desire[] {
  const last = desires.at(-1);
  const stepMs = delayMs / STEPS;
  const isSameStep = last !== undefined && Math.floor(last.atMs / stepMs) === Math.floor(next.atMs / stepMs);
  const merged = isSameStep ? { members: Math.max(last.members, next.members), atMs: next.atMs } : next;
  return [...desires.filter(({ members }) => members > merged.members), merged];
}
