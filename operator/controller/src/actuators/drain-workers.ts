import { fleetSelector, podsPath } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { asking } from "../readings/kube-call.ts";
import type { PodObject } from "../readings/kube-objects.ts";
import { mapLimited } from "../readings/map-limited.ts";
import type { ScaledPipeline } from "../readings/pipeline.ts";
import type { WorkerClient } from "../readings/worker-client.ts";
import { canAnswer, isMember } from "../readings/worker-state.ts";

/** Longer than any pause between two ticks: while it is meant, it is said again before it ends. */
const drainSeconds = 180;
const maxTold = 64;

interface Sources {
  readonly kube: Kube;
  readonly workers: WorkerClient;
}

/**
 * Tells workers on a node that is to go to take no more tasks. One that does not hear it goes on working, and its node stays:
 * nothing is lost, and it is told again at the next tick.
 */
export async function drainWorkers(pipeline: ScaledPipeline, node: string, names: readonly string[], sources: Sources): Promise<void> {
  await tell(pipeline, node, (pod) => names.includes(pod.metadata.name), drainSeconds, sources);
}

/** Tells the workers on a node that stays after all to take tasks again; one that does not hear it will by itself in a while. */
export async function resumeWorkers(pipeline: ScaledPipeline, node: string, sources: Sources): Promise<void> {
  await tell(pipeline, node, () => true, 0, sources);
}

async function tell(
  pipeline: ScaledPipeline,
  node: string,
  isMeant: (pod: PodObject) => boolean,
  seconds: number,
  { kube, workers }: Sources,
): Promise<void> {
  const { namespace } = pipeline.metadata;
  const query = { labelSelector: fleetSelector(pipeline, "worker"), fieldSelector: `spec.nodeName=${node}` };
  const pods = await asking(`list pods in ${namespace}`, () => kube.list<PodObject>(podsPath(namespace), query));
  const meant = pods.filter((pod) => isMember(pod) && canAnswer(pod) && isMeant(pod));
  await mapLimited(meant, maxTold, (pod) => workers.drain(pod.status?.podIP ?? "", seconds));
}
