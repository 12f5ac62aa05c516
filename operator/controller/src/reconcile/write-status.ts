import type { MediaPipeline, MediaPipelineStatus } from "@mediashare/api";
import { isNotFound } from "../kube/errors.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import { pipelinePath } from "./finalizer.ts";
import { isStatusDue } from "./status-due.ts";

/** Writes the status if it is worth a write, and says whether it was. A pipeline that has gone has none. */
export async function writeStatus(
  kube: Pick<KubeClient, "jsonPatch">,
  pipeline: Pick<MediaPipeline, "metadata">,
  before: MediaPipelineStatus | undefined,
  after: MediaPipelineStatus,
  sinceWrittenMs: number,
): Promise<boolean> {
  if (!isStatusDue(before, after, sinceWrittenMs)) return false;
  const path = `${pipelinePath(pipeline)}/status`;
  await kube.jsonPatch(path, [{ op: "add", path: "/status", value: after }]).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  return true;
}
