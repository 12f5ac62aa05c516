import type { PodResources } from "./resources.ts";

/** The parts of Kubernetes objects that readings and actuators look at. */
interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

interface ObjectCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
}

export interface PodObject {
  readonly metadata: Metadata;
  readonly spec: PodResources & { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly ObjectCondition[];
  };
}

export interface NodeObject {
  readonly metadata: Metadata;
  readonly spec?: {
    readonly providerID?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string }[];
  };
  readonly status?: {
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly ObjectCondition[];
  };
}

export interface DaemonSetObject {
  readonly metadata: Metadata;
  readonly spec: {
    readonly template: { readonly spec: PodResources & { readonly nodeSelector?: Readonly<Record<string, string>> } };
  };
}

export interface DeploymentObject {
  readonly metadata: Metadata;
  readonly spec: { readonly replicas?: number };
}

/** https://github.com/kubernetes/metrics/blob/master/pkg/apis/metrics/v1beta1/types.go */
export interface PodMetricsObject {
  readonly metadata: Metadata;
  readonly timestamp: string;
  readonly containers: readonly { readonly usage: Readonly<Record<string, string>> }[];
}

export function conditionOf(object: PodObject | NodeObject, type: string): ObjectCondition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(object: PodObject | NodeObject): boolean {
  return conditionOf(object, "Ready")?.status === "True";
}

/** It has ended, and holds nothing of its node any more. */
export function isFinished({ status }: PodObject): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

export function isTerminating({ metadata }: PodObject | NodeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** One of those that run on every node and do not keep it: of a DaemonSet, or of the kubelet itself. */
export function isOfNode({ metadata }: PodObject): boolean {
  return (
    "kubernetes.io/config.mirror" in (metadata.annotations ?? {}) ||
    (metadata.ownerReferences ?? []).some(({ kind }) => kind === "DaemonSet" || kind === "Node")
  );
}
