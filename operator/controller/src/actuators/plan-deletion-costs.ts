import type { PodObject } from "../readings/kube-objects.ts";

/** https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost: the lowest goes first, none counts as 0. */
export const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

export interface CostPatch {
  readonly pod: string;
  /** `null` takes the annotation away. */
  readonly cost: string | null;
}

/** The annotations to write so that these pods go first, in this order, and that no other still stands in line from an earlier time. */
export function planDeletionCosts(pods: readonly PodObject[], removeFirst: readonly string[]): readonly CostPatch[] {
  const costs = new Map(removeFirst.map((pod, index) => [pod, String(index - removeFirst.length)]));
  return pods
    .map(({ metadata }) => ({
      pod: metadata.name,
      cost: costs.get(metadata.name) ?? null,
      present: metadata.annotations?.[DELETION_COST] ?? null,
    }))
    .filter(({ cost, present }) => cost !== present)
    .map(({ pod, cost }) => ({ pod, cost }));
}
