import type { Memory } from "./memory.ts";
import { roundUp } from "./numbers.ts";
import type { EpochMs } from "./time.ts";

/** The average forgets: what was five minutes ago counts for a third (e⁻¹). As long as the HPA looks back by default. */
const AVERAGED_MS = 300_000;

/** A little less than the average, so that a fleet which is a bit too large still shrinks. */
const SHARE = 0.9;

/**
 * Workers that were busy lately: an exponential moving average over `AVERAGED_MS`.
 * @param working now; `null` where that is not known: the average stays
 */
export function rememberWorking({ usuallyWorking, workers }: Memory, working: number | null, now: EpochMs): number | null {
  if (working === null) return usuallyWorking;
  if (usuallyWorking === null || workers.decidedAtMs === null) return working;
  const weight = 1 - Math.exp(-Math.max(0, now - workers.decidedAtMs) / AVERAGED_MS);
  return usuallyWorking + (working - usuallyWorking) * weight;
}

/**
 * The backlog alone tells nothing of what still arrives: under a steady load it is short whenever enough workers are there. So as long as
 * there is any task, the fleet does not shrink below what has been busy on average. An empty queue has no usual load.
 */
export function usualWorkers(usuallyWorking: number | null, tasks: number): number {
  return tasks > 0 ? roundUp((usuallyWorking ?? 0) * SHARE) : 0;
}
