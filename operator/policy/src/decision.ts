import type { Reason } from "./reasons.ts";
import type { ScalingMode } from "./spec.ts";
import type { EpochMs } from "./time.ts";

/** What is to be done, why, and from which numbers. */
export interface Decision {
  readonly atMs: EpochMs;
  /** To be done now, in this order. Empty for whatever is in mode Observe or Paused. */
  readonly actions: readonly Action[];
  /** What mode Observe kept back: it would have been done in Auto. */
  readonly withheld: readonly Action[];
  readonly workers?: WorkersDecision;
  readonly nodeGroups: readonly NodeGroupDecision[];
  readonly fleets: Readonly<Record<string, FleetDecision>>;
  readonly conditions: PolicyConditions;
}

/** Each action names a level or one thing, so that doing it twice does no harm. */
export type Action =
  | ScaleWorkers
  | { readonly type: "scaleFleet"; readonly fleet: string; readonly from: number | null; readonly to: number }
  /** Auto Scaling SetDesiredCapacity, upwards. */
  | { readonly type: "raiseNodeGroup"; readonly group: string; readonly from: number; readonly to: number }
  /** SetDesiredCapacity down to the instances that exist: takes back what was asked for and never launched. */
  | { readonly type: "cancelNodes"; readonly group: string; readonly from: number; readonly to: number }
  | { readonly type: "cordonNode"; readonly group: string; readonly node: string }
  | { readonly type: "uncordonNode"; readonly group: string; readonly node: string }
  /** Workers on a cordoned node finish what they run and take no more, for a while: said again at each tick for as long as it is meant. */
  | { readonly type: "drainWorkers"; readonly group: string; readonly node: string; readonly workers: readonly string[] }
  /** Idle workers on a cordoned node: they are started again elsewhere. */
  | { readonly type: "evictWorkers"; readonly group: string; readonly node: string; readonly workers: readonly string[] }
  /** TerminateInstanceInAutoScalingGroup; ShouldDecrementDesiredCapacity unless it `isReplaced`. */
  | { readonly type: "terminateNode"; readonly group: string; readonly node: string; readonly isReplaced: boolean };

export interface ScaleWorkers {
  readonly type: "scaleWorkers";
  /** `null`: how many are asked for now is not known. */
  readonly from: number | null;
  readonly to: number;
  /** Scaling in: the workers to lose, in this order (lowest pod-deletion-cost first). None of them is busy, unless `max` demands it. */
  readonly removeFirst: readonly string[];
}

export interface WorkersDecision {
  readonly mode: ScalingMode;
  /** `null`: nothing is known and nothing was ever decided. */
  readonly desired: number | null;
  readonly reasons: readonly Reason[];
  readonly inputs: WorkersInputs;
}

/** The numbers that went in; `null` is unknown. */
export interface WorkersInputs {
  readonly visible: number | null;
  readonly inFlight: number | null;
  readonly meanTaskSeconds: number;
  readonly meanTaskSecondsFrom: "measured" | "remembered" | "default";
  readonly backlogSeconds: number | null;
  readonly drainTargetMs: number;
  readonly concurrency: number;
  /** Workers that would meet the drain target, before bounds, delay and floor. */
  readonly needed: number | null;
  /** The highest need within `scaleDownDelayMs`. */
  readonly highestLately: number | null;
  readonly asked: number | null;
  readonly busy: number | null;
}

export interface NodeGroupDecision {
  readonly name: string;
  /** Nodes this group should come to; `null`: nothing is known of it. */
  readonly targetNodes: number | null;
  readonly reasons: readonly Reason[];
  readonly inputs: NodeGroupInputs;
}

export interface NodeGroupInputs {
  readonly desiredNodes: number | null;
  readonly readyNodes: number | null;
  readonly bootingNodes: number | null;
  /** Asked for, not launched. */
  readonly waitingNodes: number;
  /** Of those, longer than `fallbackAfterMs`. */
  readonly overdueNodes: number;
  readonly workersPerNode: number | null;
}

export interface FleetDecision {
  readonly mode: ScalingMode;
  readonly desired: number | null;
  readonly reasons: readonly Reason[];
  readonly inputs: {
    readonly asked: number | null;
    readonly perTarget: number | null;
    readonly targets: number | null;
    readonly target: number;
    readonly highestLately: number | null;
  };
}

/** For the conditions of the same names in a MediaPipeline's status. */
export interface PolicyConditions {
  /** False: something is held because a reading is missing, or a fleet is not in Auto. */
  readonly scalingActive: boolean;
  /** A bound stops the fleet from having what it needs. */
  readonly scalingLimited: boolean;
  /** Nodes do not arrive, or the groups are full. */
  readonly capacityConstrained: boolean;
}
