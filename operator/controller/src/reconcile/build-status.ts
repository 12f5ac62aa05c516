import type { Condition, MediaPipeline, MediaPipelineStatus } from "@mediashare/api";
import { selectorOf } from "@mediashare/cdk8s";
import type { Action, Decision, Memory } from "@mediashare/policy";
import type { FleetState } from "./fleet-state.ts";
import { addWorkerChange, toSeconds } from "./worker-changes.ts";

export interface StatusInputs {
  readonly pipeline: MediaPipeline;
  /** The status until now. */
  readonly before: MediaPipelineStatus | undefined;
  readonly conditions: readonly Condition[];
  readonly fleets: readonly FleetState[];
  readonly decision: Decision | undefined;
  /** What was done of it. */
  readonly done: readonly Action[];
  readonly memory: Memory | null;
}

export function buildStatus(inputs: StatusInputs): MediaPipelineStatus {
  const { pipeline, before, conditions, fleets, decision, memory } = inputs;
  const { name, generation } = pipeline.metadata;
  const worker = fleets.find(({ fleet }) => fleet === "worker");
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    conditions: [...conditions],
    fleets: Object.fromEntries(fleets.map(({ fleet, desired, ready, updated }) => [fleet, { desired, ready, updated }])),
    ...(worker && { replicas: worker.desired, selector: toSelector(selectorOf(name, "worker")) }),
    ...(decision ? decided(inputs, decision, worker) : { ...pick(before, "worker", "nodeGroups", "nodes", "decision") }),
    ...(memory && { memory: memory as unknown as Record<string, unknown> }),
  };
}

function decided(
  { pipeline, before, done }: StatusInputs,
  decision: Decision,
  worker: FleetState | undefined,
): Partial<MediaPipelineStatus> {
  const { workers, nodeGroups } = decision;
  const reasons = [
    ...(workers?.reasons ?? []),
    ...nodeGroups.flatMap((group) => group.reasons),
    ...Object.values(decision.fleets).flatMap((fleet) => fleet.reasons),
  ];
  const capacityTypes = new Map(pipeline.spec.worker?.nodeGroups?.map((group) => [group.name, group.capacityType]));
  return {
    ...(workers && {
      worker: {
        backlogSeconds: workers.inputs.backlogSeconds,
        visible: workers.inputs.visible,
        inFlight: workers.inputs.inFlight,
        meanTaskSeconds: workers.inputs.meanTaskSeconds,
        desired: workers.desired,
        ready: worker?.ready ?? 0,
        busy: workers.inputs.busy,
        changes: [...addWorkerChange(before?.worker?.changes ?? [], done, decision)],
      },
    }),
    nodeGroups: nodeGroups.map(({ name, targetNodes, inputs }) => ({
      name,
      capacityType: capacityTypes.get(name) ?? "OnDemand",
      desired: inputs.desiredNodes,
      target: targetNodes,
      ready: inputs.readyNodes,
      booting: inputs.bootingNodes,
      workersPerNode: inputs.workersPerNode,
    })),
    ...(nodeGroups.length > 0 && { nodes: nodeGroups.reduce((sum, { inputs }) => sum + (inputs.readyNodes ?? 0), 0) }),
    decision: {
      time: toSeconds(decision.atMs),
      reason: reasons[0]?.code ?? "Nothing",
      message: reasons.map(({ message }) => message).join(" "),
      inputs: {
        ...(workers && { worker: workers.inputs }),
        fleets: Object.fromEntries(Object.entries(decision.fleets).map(([name, fleet]) => [name, fleet.inputs])),
      },
    },
  };
}

function pick<T extends object, K extends keyof T>(from: T | undefined, ...keys: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(keys.flatMap((key) => (from?.[key] === undefined ? [] : [[key, from[key]]]))) as Partial<Pick<T, K>>;
}

function toSelector(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
}
