import type { MediaPipeline } from "@mediashare/api";
import type { Actuators } from "../actuators/actuators.ts";
import { isNotFound } from "../kube/errors.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import type { Announcer } from "./announcer.ts";
import { toFault } from "./fault.ts";
import { forceDeleteAnnotation, hasFinalizer, removeFinalizer } from "./finalizer.ts";

export interface ReleaseOptions {
  readonly kube: Pick<KubeClient, "jsonPatch">;
  readonly actuators: Pick<Actuators, "releaseNodeGroups">;
  readonly announcer: Announcer;
  readonly insist: () => void;
  readonly dryRun: boolean;
}

/** Lets a deleted pipeline go. The children go by themselves, as the pipeline owns them; AWS is put back first. */
export async function release(pipeline: MediaPipeline, options: ReleaseOptions): Promise<undefined> {
  const { kube, dryRun } = options;
  if (dryRun || !hasFinalizer(pipeline)) return;
  if (pipeline.metadata.annotations?.[forceDeleteAnnotation] !== "true") await releaseNodeGroups(pipeline, options);
  await removeFinalizer(kube, pipeline).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}

async function releaseNodeGroups(pipeline: MediaPipeline, { actuators, announcer, insist }: ReleaseOptions): Promise<void> {
  insist();
  try {
    await actuators.releaseNodeGroups(pipeline);
  } catch (error) {
    const { reason, message } = toFault(error, "ReleaseFailed");
    const way = `To let the pipeline go all the same, annotate it with ${forceDeleteAnnotation}=true.`;
    await announcer.faults(pipeline, [{ reason, message: `${message} ${way}` }]);
    throw error;
  }
}
