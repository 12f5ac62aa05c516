import { setDesiredCapacity, updateBounds } from "../aws/change-capacity.ts";
import type { AwsClients } from "../aws/clients.ts";
import { autoScalingCall, during, eksCall } from "../aws/failed-call.ts";
import { NodeGroupBoundsError } from "./actuator-errors.ts";
import type { OwnedGroup } from "./owned-group.ts";
import { planRaise } from "./plan-raise.ts";

/** Asks for more nodes, up to the spec's max; where the group's own max is lower, it is raised first and the rest follows. */
export async function raiseGroup(aws: AwsClients, owned: OwnedGroup, to: number): Promise<void> {
  const { group, nodegroup, claim } = owned;
  const plan = planRaise({ to, max: claim.max, group });
  if (plan.setDesired !== null) await askFor(aws, group.name, plan.setDesired);
  if (!plan.raiseMax) return;
  const outcome = await changeBounds(aws, owned);
  if (outcome !== "degraded") return;
  const why = `its Auto Scaling group allows ${group.maxNodes}, and EKS takes no change while the node group is ${nodegroup.status} (see its health issues).`;
  throw new NodeGroupBoundsError(nodegroup.name, `${to} nodes`, why);
}

/** Takes back nodes that were asked for and never came. Should one have come at this moment, it counts. */
export async function cancelNodes(aws: AwsClients, { group }: OwnedGroup, to: number): Promise<void> {
  const launched = group.instances.filter(({ lifecycle }) => !/^(Terminat|Detach)/.test(lifecycle)).length;
  const nodes = Math.max(to, launched, group.minNodes);
  if (nodes < group.desiredNodes) await askFor(aws, group.name, nodes);
}

/** The group's bounds as the spec has them; EKS does not take a min above what is asked for at present. */
export function changeBounds(aws: AwsClients, { nodegroup, group, claim }: OwnedGroup): ReturnType<typeof updateBounds> {
  const bounds = { minSize: Math.min(claim.min, group.desiredNodes), maxSize: Math.max(1, claim.max, group.desiredNodes) };
  return during(eksCall("UpdateNodegroupConfig", nodegroup.cluster, nodegroup.name, aws), () => updateBounds(aws.eks, nodegroup, bounds));
}

function askFor(aws: AwsClients, group: string, nodes: number): Promise<void> {
  return during(autoScalingCall("SetDesiredCapacity", group, aws), () => setDesiredCapacity(aws.autoScaling, group, nodes));
}
