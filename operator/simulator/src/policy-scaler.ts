import { type Action, type Decision, decide, type EpochMs, type Memory } from "@mediashare/policy";
import { observe } from "./observe.ts";
import { every, type Scaler } from "./scaler.ts";
import { stayingNodes } from "./world/node-pool.ts";
import type { World } from "./world/world.ts";

/** The operator's interval while there is something to do; every third time suffices when there is not. */
const TICK_SECONDS = 5;
const IDLE_TICKS = 3;
/** So long a worker that is told to take no more tasks keeps to it. */
const DRAIN_SECONDS = 180;
const START: EpochMs = Date.UTC(2026, 0, 1);

/** Mediashare's own operator: the policy's `decide`, and each of its actions as the controller does it. Whatever the mode, it acts. */
export const policyScaler: Scaler = {
  name: "Mediashare",
  start(spec, random) {
    const isDue = every(TICK_SECONDS, random);
    const acting = { ...spec, ...(spec.worker && { worker: { ...spec.worker, mode: "Auto" as const } }) };
    let memory: Memory | null = null;
    let idleTicks = 0;
    return (world, second) => {
      if (!isDue(second)) return;
      if (idleTicks > 0) {
        idleTicks -= 1;
        return;
      }
      const now = START + second * 1_000;
      const result = decide(observe(world, second, now), acting, memory, now);
      memory = result.memory;
      for (const action of result.decision.actions) apply(action, world, second);
      idleTicks = isBusy(result.decision) ? 0 : IDLE_TICKS - 1;
    };
  },
};

/** As the controller's `isBusy`. */
function isBusy({ workers, nodeGroups, actions }: Decision): boolean {
  const { visible, inFlight, asked } = workers?.inputs ?? {};
  return (
    actions.length > 0 ||
    (visible ?? 0) + (inFlight ?? 0) > 0 ||
    (workers !== undefined && asked !== workers.desired) ||
    nodeGroups.some(({ targetNodes, inputs }) => targetNodes !== inputs.readyNodes)
  );
}

function apply(action: Action, world: World, second: number): void {
  switch (action.type) {
    case "scaleWorkers":
      world.scaleWorkers(action.to, second, deletionCosts(action.removeFirst));
      break;
    case "raiseNodeGroup":
      world.nodes.group(action.group).desired = action.to;
      break;
    case "cancelNodes": {
      const group = world.nodes.group(action.group);
      group.desired = Math.max(action.to, stayingNodes(group).length);
      break;
    }
    case "cordonNode":
    case "uncordonNode":
      cordon(action.node, action.type === "cordonNode", world);
      break;
    case "drainWorkers":
      for (const pod of named(action.workers, world)) pod.drainedUntil = second + DRAIN_SECONDS;
      break;
    case "evictWorkers":
      world.stop(named(action.workers, world), second);
      break;
    case "terminateNode":
      world.terminateNode(action.node, action.isReplaced, second);
      break;
    case "scaleFleet":
      // Replayed are tasks; the fleets behind the load balancer see none of them.
      break;
  }
}

/** The first to go is the cheapest. */
function deletionCosts(removeFirst: readonly string[]): ReadonlyMap<string, number> {
  return new Map(removeFirst.map((name, index) => [name, index - removeFirst.length]));
}

function cordon(name: string, cordoned: boolean, world: World): void {
  const node = world.nodes.node(name);
  if (!node) return;
  node.cordoned = cordoned;
  if (!cordoned) for (const pod of world.podsOn([node])) pod.drainedUntil = 0;
}

function named(names: readonly string[], world: World) {
  return world.pods.filter(({ name }) => names.includes(name));
}
