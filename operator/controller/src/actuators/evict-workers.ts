import { podsPath } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { asking, KubeCallError } from "../readings/kube-call.ts";
import { mapLimited } from "../readings/map-limited.ts";

const maxEvicted = 10;

/** Evicts the pods, each unless a PodDisruptionBudget forbids it now: those are left for another tick. */
export async function evictWorkers(kube: Kube, namespace: string, workers: readonly string[]): Promise<void> {
  await mapLimited(workers, maxEvicted, (name) => evict(kube, namespace, name));
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/: 429 is the budget's no, 404 a pod that has gone. */
async function evict(kube: Kube, namespace: string, name: string): Promise<void> {
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
  try {
    await asking(`create pods/eviction in ${namespace}`, () => kube.create(`${podsPath(namespace)}/${name}/eviction`, eviction));
  } catch (error) {
    if (!(error instanceof KubeCallError && (error.status === 429 || error.status === 404))) throw error;
  }
}
