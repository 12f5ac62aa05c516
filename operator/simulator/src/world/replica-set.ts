import { isReady, type WorkerPod } from "./worker-pod.ts";

/**
 * The pods that a ReplicaSet gives up, in its order (kubernetes/pkg/controller ActivePodsWithRanks): without a node first, then not ready,
 * then the cheapest by pod-deletion-cost, then those with more of their kind on the same node, then those ready for a shorter time, by
 * powers of two (LogarithmicScaleDown), then by uid. Whether a pod works on a task plays no part.
 */
export function victims(
  pods: readonly WorkerPod[],
  count: number,
  deletionCost: ReadonlyMap<string, number>,
  second: number,
): readonly WorkerPod[] {
  if (count <= 0) return [];
  const onNode = new Map<string, number>();
  for (const { node } of pods) if (node !== null) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  const keys = (pod: WorkerPod): readonly number[] => [
    pod.node === null ? 0 : 1,
    isReady(pod, second) ? 1 : 0,
    deletionCost.get(pod.name) ?? 0,
    pod.node === null ? 0 : -(onNode.get(pod.node) ?? 0),
    age(pod.readyAt ?? pod.createdAt, second),
    pod.uid,
  ];
  return pods
    .map((pod) => ({ pod, keys: keys(pod) }))
    .sort((a, b) => compare(a.keys, b.keys))
    .slice(0, count)
    .map(({ pod }) => pod);
}

/** Nanoseconds, as Go counts durations, by powers of two. */
function age(since: number, second: number): number {
  return since >= second ? -1 : Math.floor(Math.log2((second - since) * 1e9));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((key, position) => key !== b[position]);
  return index < 0 ? 0 : (a[index] as number) - (b[index] as number);
}
