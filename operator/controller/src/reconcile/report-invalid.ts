import type { Condition, InvalidPipelineError, MediaPipeline } from "@mediashare/api";
import type { Logger } from "@mediashare/kit";
import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeObject } from "../kube/kube-object.ts";
import type { Announcer } from "./announcer.ts";
import { mergeConditions } from "./conditions.ts";
import { writeStatus } from "./write-status.ts";

export interface ReportOptions {
  readonly kube: Pick<KubeClient, "jsonPatch">;
  readonly announcer: Announcer;
  readonly logger: Logger;
  readonly now: () => number;
  readonly dryRun: boolean;
}

/** A spec that the API server took and this operator cannot read (another version of the CRD): nothing is changed, and it says so. */
export async function reportInvalid(object: KubeObject, error: InvalidPipelineError, options: ReportOptions): Promise<void> {
  const { kube, announcer, logger, now, dryRun } = options;
  const { name, namespace = "", generation = 0, uid } = object.metadata;
  logger.error({ pipeline: `${namespace}/${name}`, faults: error.faults }, "a MediaPipeline cannot be read");
  const pipeline = { metadata: { name, namespace, ...(uid !== undefined && { uid }) } };
  const said = { reason: "InvalidSpec", message: error.message };
  await announcer.faults(pipeline, [said]);
  if (dryRun) return;
  const { status: before } = object as { readonly status?: MediaPipeline["status"] };
  const drafts = [
    { type: "Ready", status: "False", ...said },
    { type: "Degraded", status: "True", ...said },
  ] as const;
  const conditions: Condition[] = mergeConditions(before?.conditions ?? [], drafts, generation, new Date(now()));
  await writeStatus(kube, pipeline, before, { ...before, observedGeneration: generation, conditions }, 0);
}
