import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import type { k8s } from "cdk8s-plus-27";
import { selectorOf } from "../labels.ts";

const nodeGroupLabel = "eks.amazonaws.com/nodegroup";
const capacityLabel = "eks.amazonaws.com/capacityType";

/** Node groups of workers may carry this taint, to keep everything else away. */
export const workerToleration: k8s.Toleration = { key: "mediashare.dev/worker", operator: "Exists", effect: "NoSchedule" };

type Placement = Pick<k8s.PodSpec, "affinity" | "nodeSelector" | "tolerations" | "topologySpreadConstraints">;

/**
 * Workers stand on the pipeline's own node groups, Spot first, and close together, so that nodes can empty. Upload and web stay
 * away from those groups, which come and go, and from Spot, and spread over zones and nodes.
 */
export function placementOf(pipeline: string, fleet: Fleet, spec: MediaPipelineSpec): Placement {
  const { nodeSelector } = spec[fleet] ?? {};
  const tolerations = (spec[fleet]?.tolerations ?? []) as k8s.Toleration[];
  const groups = (spec.worker?.nodeGroups ?? []).map(({ name }) => name);
  const own = { ...(nodeSelector && { nodeSelector }) };
  if (fleet === "worker") {
    return {
      ...own,
      affinity: workerAffinity(groups),
      tolerations: [workerToleration, ...tolerations],
    };
  }
  return {
    ...own,
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: steady(groups) }] } },
    },
    ...(tolerations.length > 0 && { tolerations }),
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: selectorOf(pipeline, fleet) },
    })),
  };
}

function workerAffinity(groups: readonly string[]): k8s.Affinity {
  return {
    nodeAffinity: {
      ...(groups.length > 0 && {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: nodeGroupLabel, operator: "In", values: [...groups] }] }],
        },
      }),
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: capacityLabel, operator: "In", values: ["SPOT"] }] } },
      ],
    },
  };
}

/** NotIn also holds for nodes without the label. */
function steady(groups: readonly string[]): k8s.NodeSelectorRequirement[] {
  return [
    { key: capacityLabel, operator: "NotIn", values: ["SPOT"] },
    ...(groups.length > 0 ? [{ key: nodeGroupLabel, operator: "NotIn", values: [...groups] }] : []),
  ];
}
