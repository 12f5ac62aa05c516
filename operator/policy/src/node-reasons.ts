import type { Allocation } from "./allocate.ts";
import type { NodeGroup } from "./node-groups.ts";
import { sum } from "./numbers.ts";
import { count, type Reason, reason } from "./reasons.ts";

/** Why a known group comes to its target, and what stands in the way. */
export function explainNodeGroup(group: NodeGroup, targetNodes: number, allocation: Allocation): readonly Reason[] {
  const { spec, overdueNodes, bootingNodes, waiting } = group;
  const desiredNodes = group.desiredNodes ?? 0;
  const reasons = [explainTarget(group, targetNodes)];
  const onTheirWay = bootingNodes + sum(waiting.map(({ nodes }) => nodes));
  if (onTheirWay > 0)
    reasons.push(reason("NodesOnTheirWay", `${count(onTheirWay, "node")} of ${spec.name} on the way: not asked for again.`));
  if (overdueNodes > 0) {
    reasons.push(reason("NodesOverdue", `${count(overdueNodes, "node")} of ${spec.name} asked for, but not launched in time.`));
  }
  if (overdueNodes > 0 && spec.capacityType === "Spot" && allocation.fallbackWorkers > 0) {
    const message = `${count(allocation.fallbackWorkers, "worker")} placed elsewhere, on demand first, until Spot arrives.`;
    reasons.push(reason("SpotFallback", message));
  }
  if (allocation.unplacedWorkers > 0 && Math.max(desiredNodes, targetNodes) >= spec.maxNodes) {
    reasons.push(
      reason(
        "NodeGroupsAtMax",
        `${count(allocation.unplacedWorkers, "worker")} without room: ${spec.name} is at its max of ${spec.maxNodes}.`,
      ),
    );
  }
  return reasons;
}

function explainTarget({ spec, desiredNodes, workersPerNode }: NodeGroup, targetNodes: number): Reason {
  const surplus = (desiredNodes ?? 0) - targetNodes;
  if (surplus > 0)
    return reason("SurplusNodes", `${count(surplus, "node")} of ${spec.name} more than needed: they go one by one, each once it is idle.`);
  return reason("FitsWorkers", `${count(targetNodes, "node")} of ${spec.name}, ${count(workersPerNode, "worker")} on each.`);
}
