import { apiGroup, plural } from "@mediashare/api";
import type { k8s } from "cdk8s-plus-27";
import { managedBy } from "../labels.ts";

/** Children are watched, applied server-side (which asks for `create` where there is none yet) and pruned; none is fetched alone. */
const manage = ["list", "watch", "create", "patch", "delete"];

/** What the operator does in the namespaces whose pipelines it runs. */
export const namespaceRules: k8s.PolicyRule[] = [
  // Patched for the finalizer.
  { apiGroups: [apiGroup], resources: [plural], verbs: ["list", "watch", "patch"] },
  { apiGroups: [apiGroup], resources: [`${plural}/status`], verbs: ["patch"] },
  // Kubernetes asks for this of whoever names a resource as the owner of another and blocks its deletion.
  { apiGroups: [apiGroup], resources: [`${plural}/finalizers`], verbs: ["update"] },
  // Fetched when the watch does not show yet what was just written.
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", ...manage] },
  { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["services", "serviceaccounts"], verbs: manage },
  // The migration.
  { apiGroups: ["batch"], resources: ["jobs"], verbs: manage },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: manage },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: manage },
  // Patched for the deletion cost.
  { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch", "patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  // Only whether the Secrets that a pipeline names have their keys.
  { apiGroups: [""], resources: ["secrets"], verbs: ["get"] },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
  // Readings: a fleet's CPU, and the target group behind the load balancer.
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["list"] },
  { apiGroups: ["elbv2.k8s.aws"], resources: ["targetgroupbindings"], verbs: ["list"] },
];

/** What it needs in the whole cluster, only to scale node groups: what runs on a node, and to cordon it. */
export const nodeRules: k8s.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["list"] },
];

/** In the operator's own namespace: who of its replicas is the leader. What does not exist yet cannot be granted by name. */
export const leaderRules: k8s.PolicyRule[] = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], resourceNames: [managedBy], verbs: ["get", "update"] },
];
