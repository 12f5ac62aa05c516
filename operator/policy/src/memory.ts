import type { EpochMs } from "./time.ts";

/** What one decision hands on to the next. Plain JSON: it lives in the MediaPipeline's status, or in the local supervisor. */
export interface Memory {
  /** The last measurement; kept while no worker runs. */
  readonly meanTaskSeconds: number | null;
  readonly workers: FleetMemory;
  /** Workers that tasks have kept busy lately, on average: see `usual-load.ts`. `null` before anything was known. */
  readonly usuallyWorking: number | null;
  /** Whether the workers said last that the processing is paused; kept while no worker runs. */
  readonly isWorkPaused?: boolean;
  readonly nodeGroups: Readonly<Record<string, NodeGroupMemory>>;
  readonly fleets: Readonly<Record<string, FleetMemory>>;
}

export interface FleetMemory {
  /** The last decision; `null` before the first. */
  readonly desired: number | null;
  readonly decidedAtMs: EpochMs | null;
  /** When this policy last asked for another size: older readings do not show it yet. */
  readonly askedAtMs: EpochMs | null;
  /** See `stabilise.ts`. */
  readonly desires: readonly Desire[];
}

/** So many members were desired at this time. */
export interface Desire {
  readonly members: number;
  readonly atMs: EpochMs;
}

export interface NodeGroupMemory {
  readonly desiredNodes: number;
  readonly workersPerNode: number;
  /** When this policy last changed something in the group: older readings do not show it yet. */
  readonly changedAtMs: EpochMs | null;
  /** Instances seen, and those asked for and not seen, oldest first: see `waiting.ts`. */
  readonly launchedNodes: number;
  readonly waiting: readonly Waiting[];
  readonly overdueNodes: number;
}

/** So many nodes were asked for at this time and have not been launched yet. */
export interface Waiting {
  readonly nodes: number;
  readonly sinceMs: EpochMs;
}

const EMPTY_FLEET: FleetMemory = { desired: null, decidedAtMs: null, askedAtMs: null, desires: [] };

/** The memory of somebody who has never decided anything. */
export function emptyMemory(): Memory {
  return { meanTaskSeconds: null, workers: EMPTY_FLEET, usuallyWorking: null, nodeGroups: {}, fleets: {} };
}

/** What is remembered of a fleet, also of one that is new. */
export function fleetMemory(memory: Memory, fleet: string): FleetMemory {
  return memory.fleets[fleet] ?? EMPTY_FLEET;
}
