import type { FleetLoad, Reading } from "@mediashare/policy";
import { isReady, isTerminating, type PodMetricsObject, type PodObject } from "./kube-objects.ts";
import { parseQuantity } from "./parse-quantity.ts";
import { requestsOf } from "./resources.ts";

/**
 * Usage of all ready pods ÷ what they ask for, as the HPA computes utilization; `null` while none is measured.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function planCpuLoad(pods: readonly PodObject[], metrics: readonly PodMetricsObject[]): Reading<FleetLoad> | "noRequests" | null {
  const measured = new Map(metrics.map((metric) => [metric.metadata.name, metric]));
  const seen = pods
    .filter((pod) => isReady(pod) && !isTerminating(pod))
    .flatMap((pod) => {
      const metric = measured.get(pod.metadata.name);
      return metric
        ? [{ requestMilli: requestsOf(pod.spec).cpuMilli, usedMilli: usedMilli(metric), atMs: Date.parse(metric.timestamp) }]
        : [];
    });
  if (seen.length === 0) return null;
  if (seen.some(({ requestMilli }) => requestMilli === 0)) return "noRequests";
  const total = (pick: (pod: (typeof seen)[number]) => number): number => seen.reduce((sum, pod) => sum + pick(pod), 0);
  return {
    value: { perTarget: (100 * total((pod) => pod.usedMilli)) / total((pod) => pod.requestMilli), targets: seen.length },
    takenAtMs: Math.min(...seen.map(({ atMs }) => atMs)),
  };
}

function usedMilli({ containers }: PodMetricsObject): number {
  return containers.reduce((sum, { usage }) => sum + (parseQuantity(usage.cpu ?? "0") ?? 0) * 1000, 0);
}
