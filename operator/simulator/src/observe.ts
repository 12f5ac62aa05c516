import type { EpochMs, NodeGroupState, NodeState, Observation, Reading, WorkerMember } from "@mediashare/policy";
import type { Node } from "./world/node-pool.ts";
import { isReady, type WorkerPod } from "./world/worker-pod.ts";
import type { World } from "./world/world.ts";

/** What the operator reads of the world: SQS late, CloudWatch in minutes and later still, Kubernetes and EC2 as they are. */
export function observe(world: World, second: number, now: EpochMs): Observation {
  const reading = <Value>(value: Value): Reading<Value> => ({ value, takenAtMs: now });
  const groups = world.nodes.groups.map((group) => {
    const nodes = group.nodes.map((node) => nodeState(node, second, now));
    const state: NodeGroupState = { desiredNodes: group.desired, nodes, workersPerNode: group.workersPerNode };
    return [group.name, reading(state)] as const;
  });
  return {
    worker: {
      queue: reading(world.queue.counts()),
      meanTaskSeconds: meanTaskSeconds(world, second, now),
      workers: reading({ asked: world.replicas, members: world.pods.map((pod) => member(pod, second)) }),
      nodeGroups: Object.fromEntries(groups),
    },
  };
}

/** Over the last ten whole minutes that CloudWatch has. */
function meanTaskSeconds(world: World, second: number, now: EpochMs): Reading<number> | null {
  const known = world.finished.meanBefore(Math.floor((second - world.settings.metricLagSeconds) / 60));
  return known && { value: known.mean, takenAtMs: now - (second - known.endedAt) * 1_000 };
}

function member(pod: WorkerPod, second: number): WorkerMember {
  const state = !isReady(pod, second) ? "starting" : pod.running.length > 0 ? "busy" : "idle";
  return { name: pod.name, state, ...(pod.node !== null && { node: pod.node }) };
}

function nodeState(node: Node, second: number, now: EpochMs): NodeState {
  const state = node.goneAt !== null ? "leaving" : node.readyAt <= second ? "ready" : "booting";
  return { name: node.name, state, launchedAtMs: now - (second - node.launchedAt) * 1_000, cordoned: node.cordoned, otherPods: 0 };
}
