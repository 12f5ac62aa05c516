import { type Fleet, fleets, type MediaPipeline } from "@mediashare/api";
import { childName } from "@mediashare/cdk8s";
import type { Children } from "./children.ts";
import type { Fault } from "./fault.ts";

/** The part of a Deployment that tells of its fleet. */
interface Deployment {
  readonly metadata: { readonly name?: string; readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** What a Deployment's status says of a fleet. */
export interface FleetState {
  readonly fleet: Fleet;
  readonly desired: number;
  readonly ready: number;
  readonly updated: number;
  /** Enough pods serve. */
  readonly isAvailable: boolean;
  /** A change is under way. */
  readonly isProgressing: boolean;
  /** Why pods cannot even be made: a quota, an admission policy. */
  readonly faults: readonly Fault[];
}

export function readFleets(pipeline: MediaPipeline, children: Pick<Children, "get">): readonly FleetState[] {
  const { namespace, name } = pipeline.metadata;
  const least = { worker: pipeline.spec.worker?.scaling.min };
  return fleets
    .filter((fleet) => pipeline.spec[fleet])
    .map((fleet) => {
      const deployment = children.get("Deployment", namespace, childName(name, fleet)) as Deployment | undefined;
      return describeFleet(fleet, deployment, fleet === "worker" ? least.worker : undefined);
    });
}

/** Whether any fleet's Deployment is there: before, there is nothing to scale. */
export function areFleetsMade({ metadata: { namespace, name } }: MediaPipeline, children: Pick<Children, "get">): boolean {
  return fleets.some((fleet) => children.get("Deployment", namespace, childName(name, fleet)) !== undefined);
}

/** @param least so many pods are enough: workers above that are work's business, and may have to wait for nodes */
export function describeFleet(fleet: Fleet, deployment: Deployment | undefined, least?: number): FleetState {
  const desired = deployment?.spec?.replicas ?? (deployment ? 1 : 0);
  const {
    observedGeneration = 0,
    readyReplicas: ready = 0,
    updatedReplicas: updated = 0,
    replicas = 0,
    conditions = [],
  } = deployment?.status ?? {};
  const isSeen = deployment !== undefined && observedGeneration >= (deployment.metadata.generation ?? 0);
  const says = (type: string): boolean => conditions.some((condition) => condition.type === type && condition.status === "True");
  const isServed = least === undefined ? desired === 0 || says("Available") : ready >= Math.min(desired, least);
  const isChanging = updated < replicas || (least === undefined && ready < desired);
  return {
    fleet,
    desired,
    ready,
    updated,
    isAvailable: deployment !== undefined && isServed,
    isProgressing: !isSeen || isChanging,
    faults: conditions
      .filter(({ type, status }) => type === "ReplicaFailure" && status === "True")
      .map(({ reason = "ReplicaFailure", message = "" }) => ({ reason, message: `Pods of the ${fleet} fleet cannot be made: ${message}` })),
  };
}
