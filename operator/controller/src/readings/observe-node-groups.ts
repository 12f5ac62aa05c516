import type { NodeGroupState, Reading } from "@mediashare/policy";
import type { AwsClients } from "../aws/clients.ts";
import { refuseNodeGroup } from "../aws/node-group-owner.ts";
import type { Attempts } from "./attempts.ts";
import { buildNodeGroupState } from "./build-node-group-state.ts";
import { isWorkerOf, ownerOf } from "./children.ts";
import type { FirstSeen } from "./first-seen.ts";
import type { Kube } from "./kube.ts";
import { asking } from "./kube-call.ts";
import type { NodeObject, PodObject } from "./kube-objects.ts";
import { mapLimited } from "./map-limited.ts";
import type { NodeGroupReader } from "./node-group-reader.ts";
import type { NodeGroupClaim, ScaledPipeline } from "./pipeline.ts";
import { ReadingError } from "./reading-fault.ts";
import type { WorkersPerNodeReader } from "./workers-per-node-reader.ts";

export const NODEGROUP_LABEL = "eks.amazonaws.com/nodegroup";

const maxListed = 16;

export interface NodeGroupSources {
  readonly kube: Kube;
  readonly nodeGroups: NodeGroupReader;
  readonly workersPerNode: WorkersPerNodeReader;
  readonly firstSeen: FirstSeen;
}

type Groups = Readonly<Record<string, Reading<NodeGroupState> | null>>;

/** The state of each node group that the pipeline names and may change; one that it may not is unknown, and a fault says why. */
export async function observeNodeGroups(
  pipeline: ScaledPipeline,
  aws: AwsClients,
  sources: NodeGroupSources,
  attempts: Attempts,
): Promise<Groups> {
  const claims = pipeline.spec.worker?.nodeGroups ?? [];
  if (claims.length === 0) return {};
  const cluster = await attempts.try("nodes", () => readCluster(sources.kube, claims));
  const states = await Promise.all(
    claims.map(async (claim) => {
      const what = `nodeGroup ${claim.name}`;
      return [
        claim.name,
        cluster && (await attempts.try(what, () => observeNodeGroup(pipeline, claim, cluster, aws, sources, attempts))),
      ] as const;
    }),
  );
  return Object.fromEntries(states);
}

interface ClusterNodes {
  readonly nodes: readonly NodeObject[];
  /** By the node's name. */
  readonly pods: ReadonlyMap<string, readonly PodObject[]>;
}

async function observeNodeGroup(
  pipeline: ScaledPipeline,
  claim: NodeGroupClaim,
  cluster: ClusterNodes,
  aws: AwsClients,
  { nodeGroups, workersPerNode, firstSeen }: NodeGroupSources,
  attempts: Attempts,
): Promise<Reading<NodeGroupState>> {
  const found = await nodeGroups.read(aws, claim.cluster, claim.name);
  const { nodegroup, group, takenAtMs } = found;
  const owner = ownerOf(pipeline);
  const refusal = refuseNodeGroup(nodegroup, group, { owner, capacityType: claim.capacityType });
  if (refusal) throw new ReadingError(refusal.reason, refusal.message);
  const nodes = cluster.nodes.filter(({ metadata }) => metadata.labels?.[NODEGROUP_LABEL] === claim.name);
  const seenAtMs = firstSeen.record(
    group.name,
    group.instances.map(({ id }) => id),
    takenAtMs,
  );
  const fit = () => workersPerNode.read(pipeline, aws, found, nodes, cluster.pods);
  const state = buildNodeGroupState({
    group,
    nodes,
    pods: cluster.pods,
    owner,
    isWorker: isWorkerOf(pipeline),
    firstSeenMs: (instance) => seenAtMs.get(instance) ?? takenAtMs,
    workersPerNode: claim.workersPerNode ?? (await attempts.try(`workersPerNode ${claim.name}`, fit)),
  });
  return { value: state, takenAtMs };
}

async function readCluster(kube: Kube, claims: readonly NodeGroupClaim[]): Promise<ClusterNodes> {
  const labelSelector = `${NODEGROUP_LABEL} in (${claims.map(({ name }) => name).join(",")})`;
  const nodes = await asking("list nodes", () => kube.list<NodeObject>("/api/v1/nodes", { labelSelector }));
  const pods = await mapLimited(nodes, maxListed, async ({ metadata }) => [metadata.name, await listPodsOn(kube, metadata.name)] as const);
  return { nodes, pods: new Map(pods) };
}

/** From the API server's cache, which has an index by node: what is then done to a node looks again at its pods. */
function listPodsOn(kube: Kube, node: string): Promise<readonly PodObject[]> {
  const query = { fieldSelector: `spec.nodeName=${node}`, resourceVersion: "0" };
  return asking("list pods in all namespaces", () => kube.list<PodObject>("/api/v1/pods", query));
}
