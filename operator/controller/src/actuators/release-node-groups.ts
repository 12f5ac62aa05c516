import { setDesiredCapacity } from "../aws/change-capacity.ts";
import type { AwsClients } from "../aws/clients.ts";
import { autoScalingCall, during, FailedCallError } from "../aws/failed-call.ts";
import { CORDONED_BY } from "../readings/build-node-group-state.ts";
import { ownerOf } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { asking } from "../readings/kube-call.ts";
import type { NodeObject } from "../readings/kube-objects.ts";
import type { NodeGroupReader } from "../readings/node-group-reader.ts";
import { NODEGROUP_LABEL } from "../readings/observe-node-groups.ts";
import type { NodeGroupClaim, ScaledPipeline } from "../readings/pipeline.ts";
import { NodeGroupRefusedError } from "./actuator-errors.ts";
import { uncordonNode } from "./cordon.ts";
import { readOwnedGroup } from "./owned-group.ts";

/** Gives the node groups back: nothing of ours stays cordoned, and each group comes to its Auto Scaling group's own min. */
export async function releaseNodeGroups(
  pipeline: ScaledPipeline,
  { kube, aws, reader }: { kube: Kube; aws: AwsClients; reader: NodeGroupReader },
): Promise<void> {
  const claims = pipeline.spec.worker?.nodeGroups ?? [];
  if (claims.length === 0) return;
  const owner = ownerOf(pipeline);
  const labelSelector = `${NODEGROUP_LABEL} in (${claims.map(({ name }) => name).join(",")})`;
  const nodes = await asking("list nodes", () => kube.list<NodeObject>("/api/v1/nodes", { labelSelector }));
  for (const { metadata } of nodes) {
    if (metadata.annotations?.[CORDONED_BY] === owner) await uncordonNode(kube, metadata.name, owner);
  }
  for (const claim of claims) await release(pipeline, claim, aws, reader);
}

/** A group that does not exist, or is not the pipeline's, was never changed by it: there is nothing to give back. */
async function release(pipeline: ScaledPipeline, { name }: NodeGroupClaim, aws: AwsClients, reader: NodeGroupReader): Promise<void> {
  try {
    const { group } = await readOwnedGroup(pipeline, name, aws, reader);
    if (group.desiredNodes <= group.minNodes) return;
    const call = autoScalingCall("SetDesiredCapacity", group.name, aws);
    await during(call, () => setDesiredCapacity(aws.autoScaling, group.name, group.minNodes));
  } catch (error) {
    if (error instanceof NodeGroupRefusedError || (error instanceof FailedCallError && error.code === "NotFound")) return;
    throw error;
  }
}
