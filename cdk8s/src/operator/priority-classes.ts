import { k8s } from "cdk8s-plus-27";
import type { Construct } from "constructs";

/**
 * They belong to the cluster, so they come with the operator and not with a pipeline. Cluster Autoscaler makes nodes for pods down to a
 * priority of -10: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#how-does-cluster-autoscaler-work-with-pod-priority-and-preemption
 */
export function addPriorityClasses(scope: Construct, labels: Record<string, string>): void {
  new k8s.KubePriorityClass(scope, "serving", {
    metadata: { name: "mediashare-serving", labels },
    value: 1_000,
    description: "Fleets that people wait for: upload and web.",
  });
  new k8s.KubePriorityClass(scope, "processing", {
    metadata: { name: "mediashare-processing", labels },
    value: -5,
    preemptionPolicy: "Never",
    description: "Workers: they make room for others, and lose no work by it.",
  });
}
