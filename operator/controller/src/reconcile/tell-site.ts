import type { MediaPipeline, MediaPipelineStatus } from "@mediashare/api";
import { scalingAnnotation } from "@mediashare/cdk8s";
import type { ScalingReport } from "@mediashare/contract";
import { isNotFound } from "../kube/errors.ts";
import { podsPath } from "../readings/children.ts";
import type { Kube } from "../readings/kube.ts";
import { isFinished, isTerminating } from "../readings/kube-objects.ts";
import { mapLimited } from "../readings/map-limited.ts";
import { listFleetPods } from "../readings/observe-workers.ts";
import { isReportDue, toScalingReport } from "./scaling-report.ts";

const maxPatched = 4;

export interface TellSiteOptions {
  readonly kube: Pick<Kube, "mergePatch">;
  /** What watches hold of the API server: looking costs nothing. */
  readonly watched: Pick<Kube, "list">;
}

/**
 * Writes what was decided on the pods of the web fleet, which read it as a file, so that the site's administrators see it. A pod that is new
 * is told at once; to the others nothing is written while nothing has changed.
 */
export async function tellSite(
  pipeline: MediaPipeline,
  { status, decision }: { readonly status: MediaPipelineStatus; readonly decision: Parameters<typeof toScalingReport>[1] },
  { kube, watched }: TellSiteOptions,
): Promise<void> {
  const report = pipeline.spec.web && toScalingReport(status, decision);
  if (!report) return;
  const pods = (await listFleetPods(watched, pipeline, "web")).filter((pod) => !isTerminating(pod) && !isFinished(pod));
  const due = pods.filter(({ metadata }) => isReportDue(readReport(metadata.annotations?.[scalingAnnotation]), report));
  const patch = { metadata: { annotations: { [scalingAnnotation]: JSON.stringify(report) } } };
  await mapLimited(due, maxPatched, ({ metadata }) =>
    kube.mergePatch(`${podsPath(pipeline.metadata.namespace)}/${metadata.name}`, patch).catch(unlessGone),
  );
}

/** What the operator itself has written; of anything else it does not matter what it is. */
function readReport(text: string | undefined): ScalingReport | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as ScalingReport);
  } catch {
    return undefined;
  }
}

function unlessGone(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
