import type { Reading, WorkersState } from "@mediashare/policy";
import { deploymentPath, fleetSelector, podsPath } from "./children.ts";
import type { Kube } from "./kube.ts";
import { asking } from "./kube-call.ts";
import type { DeploymentObject, PodObject } from "./kube-objects.ts";
import { mapLimited } from "./map-limited.ts";
import type { ScaledPipeline } from "./pipeline.ts";
import type { WorkerClient } from "./worker-client.ts";
import { buildMember, canAnswer, isMember } from "./worker-state.ts";

/** Workers asked at the same time: 200 that answer in some milliseconds are done in a moment, and so are 128 that do not. */
const maxAsked = 128;

/** How many workers are asked for, and what each of them does. */
export async function observeWorkers(
  pipeline: ScaledPipeline,
  { kube, workers, now }: { kube: Kube; workers: WorkerClient; now: () => number },
): Promise<Reading<WorkersState>> {
  const takenAtMs = now();
  const [asked, pods] = await Promise.all([readReplicas(kube, pipeline, "worker"), listFleetPods(kube, pipeline, "worker")]);
  const members = await mapLimited(pods.filter(isMember), maxAsked, async (pod) =>
    buildMember(pod, canAnswer(pod) ? await workers.ask(pod.status?.podIP ?? "") : undefined),
  );
  return { value: { asked, members }, takenAtMs };
}

/** `spec.replicas` of a fleet's Deployment. */
export async function readReplicas(kube: Kube, pipeline: ScaledPipeline, fleet: string): Promise<number> {
  const path = deploymentPath(pipeline, fleet);
  const { spec } = await asking(`get ${path}`, () => kube.get<DeploymentObject>(path));
  return spec.replicas ?? 1;
}

export function listFleetPods(kube: Pick<Kube, "list">, pipeline: ScaledPipeline, fleet: string): Promise<readonly PodObject[]> {
  const { namespace } = pipeline.metadata;
  return asking(`list pods in ${namespace}`, () =>
    kube.list<PodObject>(podsPath(namespace), { labelSelector: fleetSelector(pipeline, fleet) }),
  );
}
