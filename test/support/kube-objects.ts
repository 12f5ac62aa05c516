import type { NodeObject, PodObject } from "@mediashare/controller";

export interface PodOptions {
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: "DaemonSet" | "ReplicaSet" | "Node";
  readonly phase?: string;
  readonly ready?: boolean;
  readonly terminating?: boolean;
  readonly podIp?: string;
  readonly requests?: Readonly<Record<string, string>>;
}

/** A running pod of a ReplicaSet in `default`, unless told otherwise. */
export function aPod(options: PodOptions): PodObject {
  const { name, namespace = "default", node, owner = "ReplicaSet", phase = "Running", ready = true, podIp } = options;
  return {
    metadata: {
      name,
      namespace,
      ...(options.labels && { labels: options.labels }),
      ...(options.annotations && { annotations: options.annotations }),
      ...(options.terminating && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
      ownerReferences: [{ kind: owner, name: "its-owner" }],
    },
    spec: {
      ...(node !== undefined && { nodeName: node }),
      containers: [{ ...(options.requests && { resources: { requests: options.requests } }) }],
    },
    status: {
      phase,
      ...(podIp !== undefined && { podIP: podIp }),
      conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: "2026-01-01T00:00:00Z" }],
    },
  };
}

export interface NodeOptions {
  readonly name: string;
  readonly instance?: string;
  readonly group?: string;
  readonly ready?: "True" | "False" | "Unknown";
  readonly createdAt?: string;
  readonly readyChangedAt?: string;
  readonly unschedulable?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly taints?: readonly string[];
  readonly allocatable?: Readonly<Record<string, string>>;
}

/** A ready node of 4 CPUs, unless told otherwise. */
export function aNode(options: NodeOptions): NodeObject {
  const { name, instance = `i-${name}`, group = "media", ready = "True", createdAt = "2026-01-01T00:00:00Z" } = options;
  return {
    metadata: {
      name,
      labels: { "eks.amazonaws.com/nodegroup": group },
      creationTimestamp: createdAt,
      ...(options.annotations && { annotations: options.annotations }),
    },
    spec: {
      providerID: `aws:///eu-west-1a/${instance}`,
      ...(options.unschedulable && { unschedulable: true }),
      ...(options.taints && { taints: options.taints.map((key) => ({ key })) }),
    },
    status: {
      allocatable: options.allocatable ?? { cpu: "4", memory: "8Gi", pods: "58" },
      conditions: [{ type: "Ready", status: ready, lastTransitionTime: options.readyChangedAt ?? createdAt }],
    },
  };
}
