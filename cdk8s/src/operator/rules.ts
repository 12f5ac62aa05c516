import { apiGroup, plural } from "@mediashare/api";
import type { k8s } from "cdk8s-plus-27";

const manage = ["get", "list", "watch", "create", "patch", "delete"];

/** What the operator does in the namespaces whose pipelines it runs. */
export const namespaceRules: k8s.PolicyRule[] = [
  { apiGroups: [apiGroup], resources: [plural], verbs: ["get", "list", "watch", "patch"] },
  { apiGroups: [apiGroup], resources: [`${plural}/status`], verbs: ["get", "patch"] },
  // Kubernetes asks for this of whoever names a resource as the owner of another and blocks its deletion.
  { apiGroups: [apiGroup], resources: [`${plural}/finalizers`], verbs: ["update"] },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: manage },
  { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "patch"] },
  { apiGroups: [""], resources: ["services", "serviceaccounts"], verbs: manage },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: manage },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: manage },
  // A pod's deletion cost; its state and what it runs.
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  // Only whether the Secrets that a pipeline names have their keys.
  { apiGroups: [""], resources: ["secrets"], verbs: ["get"] },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
  // Readings: CPU of the web fleet, and the load balancer's target group of the upload fleet.
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["get", "list"] },
  { apiGroups: ["elbv2.k8s.aws"], resources: ["targetgroupbindings"], verbs: ["get", "list"] },
];

/** What it needs in the whole cluster, only to scale node groups: what runs on a node, and to cordon it. */
export const nodeRules: k8s.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["list"] },
];

/** In the operator's own namespace: who of its replicas is the leader. */
export const leaderRules: k8s.PolicyRule[] = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] },
];
