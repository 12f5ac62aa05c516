import {
  type AutoScalingClient,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { type EKSClient, UpdateNodegroupConfigCommand } from "@aws-sdk/client-eks";
import { errorName } from "./explain-error.ts";

/** So many instances, whether or not the last change is still under way. */
export async function setDesiredCapacity(autoScaling: AutoScalingClient, group: string, nodes: number): Promise<void> {
  const command = new SetDesiredCapacityCommand({ AutoScalingGroupName: group, DesiredCapacity: nodes, HonorCooldown: false });
  await autoScaling.send(command);
}

/** Ends this very instance; the group has one less, unless it is to be replaced. One that has gone already is as wanted. */
export async function terminateInstance(autoScaling: AutoScalingClient, instance: string, isReplaced: boolean): Promise<void> {
  const command = new TerminateInstanceInAutoScalingGroupCommand({ InstanceId: instance, ShouldDecrementDesiredCapacity: !isReplaced });
  try {
    await autoScaling.send(command);
  } catch (error) {
    if (!/not found|No managed instance/i.test((error as Error).message)) throw error;
  }
}

/**
 * Asks EKS for new bounds; it takes its time over it. `under way`: another change is not done, or the group is DEGRADED and
 * takes none until a scale-out succeeds.
 */
export async function updateBounds(
  eks: EKSClient,
  { cluster, name }: { cluster: string; name: string },
  bounds: { readonly minSize: number; readonly maxSize: number },
): Promise<"asked" | "under way" | "degraded"> {
  try {
    await eks.send(new UpdateNodegroupConfigCommand({ clusterName: cluster, nodegroupName: name, scalingConfig: bounds }));
    return "asked";
  } catch (error) {
    if (errorName(error) === "ResourceInUseException") return "under way";
    if (errorName(error) === "InvalidRequestException" && /degraded/i.test((error as Error).message)) return "degraded";
    throw error;
  }
}
