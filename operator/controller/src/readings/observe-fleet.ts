import type { FleetLoad, FleetObservation, Reading } from "@mediashare/policy";
import type { AwsClients } from "../aws/clients.ts";
import type { Attempts } from "./attempts.ts";
import { ownerOf } from "./children.ts";
import { readCpuLoad } from "./cpu-load.ts";
import type { Kube } from "./kube.ts";
import { isReady, type PodObject } from "./kube-objects.ts";
import type { MetricReader } from "./metric-reader.ts";
import { listFleetPods, readReplicas } from "./observe-workers.ts";
import type { FleetScaling, ScaledPipeline } from "./pipeline.ts";
import type { ReadyHistory } from "./ready-history.ts";
import { readRequestCount } from "./request-count.ts";
import type { TargetGroups } from "./target-groups.ts";

export interface FleetSources {
  readonly kube: Kube;
  readonly metrics: MetricReader;
  readonly targetGroups: TargetGroups;
  readonly history: ReadyHistory;
  readonly now: () => number;
}

/** The size and the load of a fleet that follows a metric. */
export async function observeFleet(
  pipeline: ScaledPipeline,
  name: "upload" | "web",
  scaling: FleetScaling,
  aws: AwsClients,
  sources: FleetSources,
  attempts: Attempts,
): Promise<FleetObservation> {
  const takenAtMs = sources.now();
  const [replicas, load] = await Promise.all([
    attempts.try(name, () => readReplicas(sources.kube, pipeline, name)),
    attempts.try(`${name} load`, () => observeLoad(pipeline, name, scaling, aws, sources)),
  ]);
  return { asked: replicas === null ? null : { value: replicas, takenAtMs }, load };
}

async function observeLoad(
  pipeline: ScaledPipeline,
  name: "upload" | "web",
  scaling: FleetScaling,
  aws: AwsClients,
  sources: FleetSources,
): Promise<Reading<FleetLoad> | null> {
  const takenAtMs = sources.now();
  const pods = await listFleetPods(sources.kube, pipeline, name);
  const key = `${ownerOf(pipeline)} ${name}`;
  sources.history.record(key, pods.filter(isReady).length, takenAtMs);
  if (scaling.metric.cpuUtilization !== undefined) return readCpuLoad(pipeline, name, pods, aws, sources);
  const targetGroup = scaling.targetGroup ?? (await sources.targetGroups.find(pipeline, name));
  const perTarget = await readRequestCount(targetGroup, aws, sources.metrics);
  if (!perTarget) return null;
  const targets = sources.history.at(key, perTarget.takenAtMs) ?? readyAt(pods, perTarget.takenAtMs);
  return { value: { perTarget: perTarget.value, targets }, takenAtMs: perTarget.takenAtMs };
}

/** Of the pods that are there now; those that have gone since cannot be known. */
function readyAt(pods: readonly PodObject[], atMs: number): number {
  const isReadyThen = (pod: PodObject): boolean =>
    isReady(pod) && Date.parse(pod.status?.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime ?? "") <= atMs;
  return pods.filter(isReadyThen).length;
}
