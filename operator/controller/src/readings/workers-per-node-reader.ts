import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { AwsClients } from "../aws/clients.ts";
import { during } from "../aws/failed-call.ts";
import type { InstanceTypeFacts } from "./instance-type-allocatable.ts";
import type { Kube } from "./kube.ts";
import { asking } from "./kube-call.ts";
import type { DaemonSetObject, NodeObject, PodObject } from "./kube-objects.ts";
import type { FoundGroup } from "./node-group-reader.ts";
import { workersOnInstanceTypes, workersOnLiveNodes } from "./node-workers.ts";
import type { ScaledPipeline } from "./pipeline.ts";
import { ReadingError } from "./reading-fault.ts";
import { type Resources, requestsOf } from "./resources.ts";
import { type Clock, SharedReadings } from "./shared-readings.ts";

const instanceTypesMaxAgeMs = 86_400_000;
const daemonSetsMaxAgeMs = 300_000;

/** How many workers of a pipeline fit a node of a group: by its live nodes, else by its instance types. */
export class WorkersPerNodeReader {
  readonly #kube: Kube;
  readonly #types: SharedReadings<readonly InstanceTypeFacts[]>;
  readonly #daemonSets: SharedReadings<readonly DaemonSetObject[]>;

  constructor(kube: Kube, now: Clock) {
    this.#kube = kube;
    this.#types = new SharedReadings({ now, maxAgeMs: instanceTypesMaxAgeMs });
    this.#daemonSets = new SharedReadings({ now, maxAgeMs: daemonSetsMaxAgeMs });
  }

  async read(
    pipeline: ScaledPipeline,
    aws: AwsClients,
    { nodegroup, group }: FoundGroup,
    nodes: readonly NodeObject[],
    pods: ReadonlyMap<string, readonly PodObject[]>,
  ): Promise<number> {
    const worker = requestsOf({ containers: [{ resources: pipeline.spec.worker?.resources ?? {} }] });
    const fit = workersOnLiveNodes(nodes, pods, worker) ?? (await this.#byInstanceTypes(aws, typesOf(nodegroup, group), worker));
    if (fit !== null) return fit;
    const message = `How many workers fit a node of ${nodegroup.name} is not known: set spec.worker.resources.requests (cpu and memory), or workersPerNode of the node group.`;
    throw new ReadingError("WorkersPerNodeUnknown", message);
  }

  async #byInstanceTypes(aws: AwsClients, instanceTypes: readonly string[], worker: Resources): Promise<number | null> {
    if (instanceTypes.length === 0) return null;
    const [types, daemonSets] = await Promise.all([this.#readTypes(aws, instanceTypes), this.#readDaemonSets()]);
    return workersOnInstanceTypes(types, daemonSets, worker);
  }

  #readTypes(aws: AwsClients, instanceTypes: readonly string[]): Promise<readonly InstanceTypeFacts[]> {
    const resource = `the instance types ${instanceTypes.join(", ")}`;
    return this.#types.get(`${aws.region} ${instanceTypes.join()}`, async () => {
      const call = { action: "ec2:DescribeInstanceTypes", resource, region: aws.region };
      return (await during(call, () => aws.ec2.describeInstanceTypes(instanceTypes))).map(readType);
    });
  }

  #readDaemonSets(): Promise<readonly DaemonSetObject[]> {
    const path = "/apis/apps/v1/daemonsets";
    return this.#daemonSets.get("", () => asking("list daemonsets in all namespaces", () => this.#kube.list<DaemonSetObject>(path)));
  }
}

/** A node group by launch template does not list its types: those that run then tell. */
function typesOf({ instanceTypes }: FoundGroup["nodegroup"], { instances }: FoundGroup["group"]): readonly string[] {
  return instanceTypes.length > 0 ? instanceTypes : [...new Set(instances.map(({ type }) => type))].sort();
}

function readType({ VCpuInfo, MemoryInfo, NetworkInfo }: InstanceTypeInfo): InstanceTypeFacts {
  return {
    vcpus: VCpuInfo?.DefaultVCpus ?? 0,
    memoryMib: MemoryInfo?.SizeInMiB ?? 0,
    networkInterfaces: NetworkInfo?.MaximumNetworkInterfaces ?? 0,
    addressesPerInterface: NetworkInfo?.Ipv4AddressesPerInterface ?? 0,
  };
}
