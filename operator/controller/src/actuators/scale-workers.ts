import type { ScaleWorkers } from "@mediashare/policy";
import { deploymentPath, podsPath } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { asking, KubeCallError } from "../readings/kube-call.ts";
import { isReady, type PodObject } from "../readings/kube-objects.ts";
import { mapLimited } from "../readings/map-limited.ts";
import { listFleetPods } from "../readings/observe-workers.ts";
import type { ScaledPipeline } from "../readings/pipeline.ts";
import type { WorkerClient } from "../readings/worker-client.ts";
import { canAnswer, isMember } from "../readings/worker-state.ts";
import { ScaleInHeldError } from "./actuator-errors.ts";
import { type CostPatch, DELETION_COST, planDeletionCosts } from "./plan-deletion-costs.ts";
import { planRemoval } from "./plan-removal.ts";

const maxPatched = 16;
const maxAsked = 128;

/** Scales the workers; before scaling in, those to lose are put first in line. */
export async function scaleWorkers(
  pipeline: ScaledPipeline,
  action: ScaleWorkers,
  { kube, workers }: { kube: Kube; workers: WorkerClient },
): Promise<void> {
  const to = action.removeFirst.length > 0 ? await lineUp(pipeline, action, { kube, workers }) : action.to;
  await scaleFleet(kube, pipeline, "worker", to);
}

/** The `/scale` subresource, whose field the children's apply never writes. */
export async function scaleFleet(kube: Kube, pipeline: ScaledPipeline, fleet: string, to: number): Promise<void> {
  const path = `${deploymentPath(pipeline, fleet)}/scale`;
  await asking(`patch ${path}`, () => kube.mergePatch(path, { spec: { replicas: to } }));
}

/**
 * Writes the costs. A worker that was idle when it was read and works now stays, and with it one more than was decided, unless the
 * fleet would be larger than its max.
 */
async function lineUp(
  pipeline: ScaledPipeline,
  { to, removeFirst }: ScaleWorkers,
  { kube, workers }: { kube: Kube; workers: WorkerClient },
): Promise<number> {
  const max = pipeline.spec.worker?.scaling.max ?? to;
  const pods = (await listFleetPods(kube, pipeline, "worker")).filter(isMember);
  const asked = pods.filter((pod) => removeFirst.includes(pod.metadata.name) || !isReady(pod));
  const working = new Set((await mapLimited(asked, maxAsked, (pod) => namesOfWorking(pod, workers))).flat());
  const [first] = pods.filter((pod) => !isReady(pod) && working.has(pod.metadata.name));
  if (first && pods.length <= max) throw new ScaleInHeldError(first.metadata.name);
  const plan = planRemoval({ to, removeFirst, working, max });
  await mapLimited(planDeletionCosts(pods, plan.removeFirst), maxPatched, (patch) => writeCost(kube, pipeline.metadata.namespace, patch));
  return plan.to;
}

async function namesOfWorking(pod: PodObject, workers: WorkerClient): Promise<readonly string[]> {
  if (!canAnswer(pod)) return [];
  const answer = await workers.ask(pod.status?.podIP ?? "");
  return typeof answer === "object" && answer.tasksInFlight > 0 ? [pod.metadata.name] : [];
}

async function writeCost(kube: Kube, namespace: string, { pod, cost }: CostPatch): Promise<void> {
  const patch = { metadata: { annotations: { [DELETION_COST]: cost } } };
  try {
    await asking(`patch pods in ${namespace}`, () => kube.mergePatch(`${podsPath(namespace)}/${pod}`, patch));
  } catch (error) {
    if (!(error instanceof KubeCallError && error.status === 404)) throw error;
  }
}
