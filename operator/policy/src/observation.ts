import type { EpochMs } from "./time.ts";

/** What was read from the world for one tick. `null` is a reading that could not be taken: unknown, never zero. */
export interface Observation {
  readonly worker?: WorkerObservation;
  readonly fleets?: Readonly<Record<string, FleetObservation>>;
}

/** A value and the moment for which it is true (for CloudWatch: the data point's, not the call's). */
export interface Reading<Value> {
  readonly value: Value;
  readonly takenAtMs: EpochMs;
}

export interface WorkerObservation {
  readonly queue: Reading<QueueCounts> | null;
  /** Mean processing seconds of a task, as the workers measured it lately. No worker runs: no worker reports: `null`. */
  readonly meanTaskSeconds: Reading<number> | null;
  readonly workers: Reading<WorkersState> | null;
  /** By the group's name. A group that is left out is as unknown as one that is `null`. */
  readonly nodeGroups?: Readonly<Record<string, Reading<NodeGroupState> | null>>;
}

/** SQS ApproximateNumberOfMessages and ApproximateNumberOfMessagesNotVisible, read in one call. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
}

export interface WorkersState {
  /** How many are asked for: `spec.replicas` of the Deployment, or the size of the local pool. */
  readonly asked: number;
  /** Those that exist, without those that are already stopping. */
  readonly members: readonly WorkerMember[];
}

export interface WorkerMember {
  readonly name: string;
  /** `unknown` (it did not answer) is treated as busy. */
  readonly state: "starting" | "idle" | "busy" | "unknown";
  /** The node it was scheduled on. */
  readonly node?: string;
  /** It answered that it takes nothing, as an administrator has paused the processing. */
  readonly isPaused?: true;
}

export interface NodeGroupState {
  /** The Auto Scaling group's desired capacity. */
  readonly desiredNodes: number;
  /** The instances that exist, whether they have joined the cluster or not. */
  readonly nodes: readonly NodeState[];
  /** Workers that fit one node, by their requests and what a node has to give; `null` if that could not be found out. */
  readonly workersPerNode: number | null;
}

export interface NodeState {
  readonly name: string;
  /** `booting`: launched, never Ready so far. `leaving`: reclaimed, terminating, or cordoned by somebody else. */
  readonly state: "booting" | "ready" | "leaving";
  readonly launchedAtMs: EpochMs;
  /** Cordoned by this policy's own `cordonNode`. */
  readonly cordoned: boolean;
  /** Pods that are neither workers of this pipeline nor of a DaemonSet: such a node is not idle. */
  readonly otherPods: number;
}

export interface FleetObservation {
  /** `spec.replicas` of the Deployment. */
  readonly asked: Reading<number> | null;
  readonly load: Reading<FleetLoad> | null;
}

export interface FleetLoad {
  /** Mean of the metric over the targets. */
  readonly perTarget: number;
  /** The targets over which it was taken, at that time: their product is the load, however late the reading comes. */
  readonly targets: number;
}
