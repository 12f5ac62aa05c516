import type { AwsClients } from "../aws/clients.ts";
import { type AutoScalingGroup, describeAutoScalingGroups, MAX_AUTO_SCALING_GROUPS } from "../aws/describe-auto-scaling-groups.ts";
import { describeNodegroup, type Nodegroup } from "../aws/describe-nodegroup.ts";
import { autoScalingCall, during, eksCall, FailedCallError } from "../aws/failed-call.ts";
import { BatchedReadings } from "./batched-readings.ts";
import { type Clock, SharedReadings } from "./shared-readings.ts";

/** A node group's Auto Scaling group, capacity type and instance types do not change while it lives. */
const nodegroupMaxAgeMs = 600_000;
/** Below any tick. */
const groupMaxAgeMs = 1_000;
const windowMs = 20;

export interface FoundGroup {
  readonly nodegroup: Nodegroup;
  readonly group: AutoScalingGroup;
  readonly takenAtMs: number;
}

/** The Auto Scaling groups of node groups, those of all pipelines in as few calls as they fit. */
export class NodeGroupReader {
  readonly #nodegroups: SharedReadings<Nodegroup>;
  readonly #regions = new Map<AwsClients, BatchedReadings<string, { group: AutoScalingGroup | null; takenAtMs: number }>>();
  readonly #now: Clock;

  constructor(now: Clock) {
    this.#now = now;
    this.#nodegroups = new SharedReadings({ now, maxAgeMs: nodegroupMaxAgeMs });
  }

  async read(aws: AwsClients, cluster: string, name: string): Promise<FoundGroup> {
    const nodegroup = await this.nodegroup(aws, cluster, name);
    const call = autoScalingCall("DescribeAutoScalingGroups", nodegroup.autoScalingGroup, aws);
    const { group, takenAtMs } = await during(call, () => this.#groups(aws).get(nodegroup.autoScalingGroup));
    if (group) return { nodegroup, group, takenAtMs };
    this.#nodegroups.forget(keyOf(aws, cluster, name));
    throw new FailedCallError(call, Object.assign(new Error("it does not exist"), { name: "ResourceNotFoundException" }));
  }

  nodegroup(aws: AwsClients, cluster: string, name: string): Promise<Nodegroup> {
    const call = eksCall("DescribeNodegroup", cluster, name, aws);
    return this.#nodegroups.get(keyOf(aws, cluster, name), () => during(call, () => describeNodegroup(aws.eks, cluster, name)));
  }

  #groups(aws: AwsClients): BatchedReadings<string, { group: AutoScalingGroup | null; takenAtMs: number }> {
    const known = this.#regions.get(aws);
    if (known) return known;
    const batches = new BatchedReadings<string, { group: AutoScalingGroup | null; takenAtMs: number }>({
      now: this.#now,
      read: async (names) => {
        const takenAtMs = this.#now();
        return (await describeAutoScalingGroups(aws.autoScaling, names)).map((group) => ({ group, takenAtMs }));
      },
      keyOf: (name) => name,
      maxBatch: MAX_AUTO_SCALING_GROUPS,
      windowMs,
      maxAgeMs: groupMaxAgeMs,
    });
    this.#regions.set(aws, batches);
    return batches;
  }
}

function keyOf({ region }: AwsClients, cluster: string, name: string): string {
  return `${region} ${cluster} ${name}`;
}
