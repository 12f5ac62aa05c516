/**
 * What people ask for, in the policy's own units. The controller derives it from a MediaPipeline, the local supervisor writes it by hand.
 * Times are milliseconds (`…Ms`), work is seconds of processing on one slot (`…Seconds`), capacity is counted in workers and nodes.
 */
export interface PolicySpec {
  /** The processing fleet; left out, nothing is decided about it or about nodes. */
  readonly worker?: WorkerSpec;
  /** The fleets that follow a load metric, by name (`upload`, `web`). */
  readonly fleets?: Readonly<Record<string, FleetSpec>>;
}

/** Auto acts. Observe decides and explains, but changes nothing. Paused leaves everything as it is. */
export type ScalingMode = "Auto" | "Observe" | "Paused";

/** Inclusive bounds of a fleet. Where they contradict each other, `max` wins. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export interface WorkerSpec extends Bounds {
  readonly mode: ScalingMode;
  /** Tasks that one worker runs at the same time. */
  readonly concurrency: number;
  /** The backlog should be gone within this time. */
  readonly drainTargetMs: number;
  /** How long a smaller number of workers must have been enough before workers go. */
  readonly scaleDownDelayMs: number;
  /** Mean seconds of a task until a first measurement is known. */
  readonly defaultTaskSeconds: number;
  /** Left out or empty: nodes are somebody else's (Karpenter, Cluster Autoscaler), or there are none. */
  readonly nodeGroups?: readonly NodeGroupSpec[];
  /** Left out: {@link DEFAULT_SPOT}. */
  readonly spot?: SpotSpec;
}

export interface NodeGroupSpec {
  readonly name: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly minNodes: number;
  readonly maxNodes: number;
  /** Among groups of one capacity type the highest fills first (default 0); equal ones fill in the order in which they are listed. */
  readonly priority?: number;
  /** Workers that fit a node; left out, the observed number is used. */
  readonly workersPerNode?: number;
}

export interface SpotSpec {
  /** The first so many nodes are bought on demand. */
  readonly onDemandBase: number;
  /** Share of Spot, in percent, of the workers above that base. */
  readonly percentAboveBase: number;
  /** Spot that was asked for and has not been launched after this time is bought on demand until it is there. */
  readonly fallbackAfterMs: number;
}

export const DEFAULT_SPOT: SpotSpec = { onDemandBase: 0, percentAboveBase: 100, fallbackAfterMs: 30_000 };

export interface FleetSpec extends Bounds {
  readonly mode: ScalingMode;
  readonly metric: FleetMetric;
  /** How long a smaller fleet must have been enough before it shrinks. */
  readonly scaleDownDelayMs: number;
}

/** The value that one member of the fleet should see: requests per minute behind the load balancer, or percent of the CPU it asked for. */
export interface FleetMetric {
  readonly type: "requestCountPerTarget" | "cpuUtilization";
  readonly target: number;
}
