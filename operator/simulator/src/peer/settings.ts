import type { HpaSettings } from "./hpa.ts";

export interface KedaSettings {
  /** Seconds between two looks at whether there is anything to do (0 ↔ 1); the counts for the HPA are read when it asks. */
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly activationQueueLength: number;
  /** Tasks to a worker. */
  readonly queueLength: number;
  readonly scaleOnInFlight: boolean;
}

export interface ClusterAutoscalerSettings {
  readonly scanInterval: number;
  readonly unneededTime: number;
  readonly delayAfterAdd: number;
  readonly utilizationThreshold: number;
  /** A node that EC2 could not launch is seen in the Auto Scaling group's activities, which the AWS provider reads each minute … */
  readonly failedLaunchSeen: number;
  /** … or, without such an activity, missed after this time. */
  readonly maxNodeProvisionTime: number;
  readonly initialBackoff: number;
  readonly maxBackoff: number;
  /** A group without a failure for so long begins anew. */
  readonly backoffReset: number;
  readonly maxEmptyBulkDelete: number;
  readonly maxDrainParallelism: number;
}

export interface PeerSettings {
  readonly name: string;
  readonly keda: KedaSettings;
  readonly hpa: HpaSettings;
  readonly clusterAutoscaler: ClusterAutoscalerSettings;
}

/**
 * As they come to somebody who writes nothing but the queue, the bounds and the node groups: KEDA 2.21 (aws_sqs_queue_scaler.go; the HPA that
 * it makes has no behaviour), kube-controller-manager 1.34, the parameters of Cluster Autoscaler's FAQ. Where its defaults leave a choice,
 * the better one is taken: Spot first (priority expander), workers with scratch volumes may be evicted.
 */
export const DEFAULT_PEER: PeerSettings = {
  name: "KEDA + HPA + CA (defaults)",
  keda: { pollingInterval: 30, cooldownPeriod: 300, activationQueueLength: 0, queueLength: 5, scaleOnInFlight: true },
  hpa: { syncPeriod: 15, tolerance: 0.1, downscaleStabilization: 300, behavior: null },
  clusterAutoscaler: {
    scanInterval: 10,
    unneededTime: 600,
    delayAfterAdd: 600,
    utilizationThreshold: 0.5,
    failedLaunchSeen: 60,
    maxNodeProvisionTime: 900,
    initialBackoff: 300,
    maxBackoff: 1_800,
    backoffReset: 10_800,
    maxEmptyBulkDelete: 10,
    maxDrainParallelism: 1,
  },
};

/**
 * As somebody sets them who wants them as quick as they go: KEDA looks each 5 s like our operator, the fleet grows tenfold in a sync, every
 * delay on the way down is the shortest in common use. What cannot be set stays: the HPA's sync period (a flag of the control plane, which
 * EKS does not offer) and the scan interval (10 s is the lowest that is advised).
 */
export const TUNED_PEER: PeerSettings = {
  name: "KEDA + HPA + CA (tuned)",
  keda: { ...DEFAULT_PEER.keda, pollingInterval: 5, cooldownPeriod: 60 },
  hpa: {
    ...DEFAULT_PEER.hpa,
    behavior: {
      scaleUp: { stabilizationWindow: 0, policies: [{ type: "Percent", value: 900, period: 15 }] },
      scaleDown: { stabilizationWindow: 60, policies: [{ type: "Percent", value: 100, period: 15 }] },
    },
  },
  clusterAutoscaler: { ...DEFAULT_PEER.clusterAutoscaler, unneededTime: 60, delayAfterAdd: 60, initialBackoff: 60 },
};

/** The same peer with another target. */
export function withQueueLength(settings: PeerSettings, queueLength: number): PeerSettings {
  return { ...settings, keda: { ...settings.keda, queueLength } };
}
