import type {
  EpochMs,
  FleetSpec,
  Memory,
  NodeGroupSpec,
  NodeGroupState,
  NodeState,
  Observation,
  PolicySpec,
  Reading,
  WorkerMember,
  WorkerSpec,
} from "@mediashare/policy";

/** An arbitrary present, so that no test leans on a zero clock. */
export const NOON: EpochMs = Date.UTC(2026, 0, 1, 12);

export function at<Value>(takenAtMs: EpochMs, value: Value): Reading<Value> {
  return { value, takenAtMs };
}

/** 10 s a task, one at a time, drained within two minutes, gone two minutes later, 0 to 200 workers, no nodes. */
export function workerSpec(changes: Partial<WorkerSpec> = {}): PolicySpec {
  const worker: WorkerSpec = {
    mode: "Auto",
    min: 0,
    max: 200,
    concurrency: 1,
    drainTargetMs: 120_000,
    scaleDownDelayMs: 120_000,
    defaultTaskSeconds: 10,
    ...changes,
  };
  return { worker };
}

export interface WorkerScene {
  readonly visible?: number;
  readonly inFlight?: number;
  readonly mean?: number | null;
  readonly asked?: number;
  readonly busy?: number;
  readonly members?: readonly WorkerMember[];
  readonly groups?: Readonly<Record<string, NodeGroupState | null>>;
  readonly queueUnknown?: boolean;
  readonly workersUnknown?: boolean;
  readonly takenAtMs?: EpochMs;
}

/** Everything read at `now`, unless the scene says otherwise; as many members as asked for, the first `busy` of them busy. */
export function observe(now: EpochMs, scene: WorkerScene): Observation {
  const { visible = 0, inFlight = 0, mean = 10, asked = 0, busy = 0, takenAtMs = now } = scene;
  return {
    worker: {
      queue: scene.queueUnknown ? null : at(takenAtMs, { visible, inFlight }),
      meanTaskSeconds: mean === null ? null : at(takenAtMs, mean),
      workers: scene.workersUnknown ? null : at(takenAtMs, { asked, members: scene.members ?? members(asked, busy) }),
      nodeGroups: Object.fromEntries(Object.entries(scene.groups ?? {}).map(([name, state]) => [name, state && at(takenAtMs, state)])),
    },
  };
}

export function members(asked: number, busy: number, node?: string): readonly WorkerMember[] {
  const name = (index: number) => `${node ?? "w"}-${String(index).padStart(3, "0")}`;
  return Array.from({ length: asked }, (_, index) => ({ name: name(index), state: index < busy ? "busy" : "idle", ...(node && { node }) }));
}

/** The memory after `desired` workers were decided at that time, and needed until then. */
export function remembering(desired: number, decidedAtMs: EpochMs, changes: Partial<Memory> = {}): Memory {
  return {
    meanTaskSeconds: 10,
    workers: { desired, decidedAtMs, askedAtMs: null, desires: [{ members: desired, atMs: decidedAtMs }] },
    usuallyWorking: null,
    nodeGroups: {},
    fleets: {},
    ...changes,
  };
}

export const ON_DEMAND: NodeGroupSpec = { name: "od", capacityType: "OnDemand", minNodes: 0, maxNodes: 10, workersPerNode: 4 };
export const SPOT: NodeGroupSpec = { name: "spot", capacityType: "Spot", minNodes: 0, maxNodes: 50, workersPerNode: 4 };

export function node(name: string, changes: Partial<NodeState> = {}): NodeState {
  return { name, state: "ready", launchedAtMs: NOON - 300_000, cordoned: false, otherPods: 0, ...changes };
}

export function group(desiredNodes: number, nodes: readonly NodeState[] = [], workersPerNode: number | null = 4): NodeGroupState {
  return { desiredNodes, nodes, workersPerNode };
}

export function ready(prefix: string, count: number): readonly NodeState[] {
  return Array.from({ length: count }, (_, index) => node(`${prefix}${index}`));
}

export function fleetSpec(changes: Partial<FleetSpec> = {}): PolicySpec {
  const upload: FleetSpec = {
    mode: "Auto",
    min: 2,
    max: 20,
    metric: { type: "requestCountPerTarget", target: 600 },
    scaleDownDelayMs: 300_000,
    ...changes,
  };
  return { fleets: { upload } };
}
