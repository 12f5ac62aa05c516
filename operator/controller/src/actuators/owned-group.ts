import type { AwsClients } from "../aws/clients.ts";
import { refuseNodeGroup } from "../aws/node-group-owner.ts";
import { ownerOf } from "../readings/children.ts";
import type { FoundGroup, NodeGroupReader } from "../readings/node-group-reader.ts";
import type { NodeGroupClaim, ScaledPipeline } from "../readings/pipeline.ts";
import { NodeGroupRefusedError, UnknownNodeGroupError } from "./actuator-errors.ts";

export interface OwnedGroup extends FoundGroup {
  readonly claim: NodeGroupClaim;
}

/** The node group as AWS has it now, if the pipeline may change it. */
export async function readOwnedGroup(
  pipeline: ScaledPipeline,
  name: string,
  aws: AwsClients,
  reader: NodeGroupReader,
): Promise<OwnedGroup> {
  const claim = pipeline.spec.worker?.nodeGroups?.find((group) => group.name === name);
  if (!claim) throw new UnknownNodeGroupError(name);
  const found = await reader.read(aws, claim.cluster, name);
  const refusal = refuseNodeGroup(found.nodegroup, found.group, { owner: ownerOf(pipeline), capacityType: claim.capacityType });
  if (refusal) throw new NodeGroupRefusedError(refusal.reason, refusal.message);
  return { ...found, claim };
}
