import { apiGroup, type MediaPipeline, plural, version } from "@mediashare/api";
import type { JsonPatch, KubeClient } from "../kube/kube-client.ts";

/** On pipelines whose node groups must be given back before they go. */
export const finalizer = `${apiGroup}/node-groups`;
/** `true`: let the pipeline go though AWS could not be put back; somebody else does it. */
export const forceDeleteAnnotation = `${apiGroup}/force-delete`;

export function pipelinePath({ metadata }: Pick<MediaPipeline, "metadata">): string {
  return `/apis/${apiGroup}/${version}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`;
}

export function hasFinalizer({ metadata }: MediaPipeline): boolean {
  return metadata.finalizers?.includes(finalizer) === true;
}

/** Only a pipeline that scales node groups leaves something behind in AWS; one that did so and stopped may have. */
export function needsFinalizer(pipeline: MediaPipeline): boolean {
  const { worker } = pipeline.spec;
  const hasGroups = (worker?.nodeGroups?.length ?? 0) > 0;
  return hasGroups && (worker?.scaling.mode === "Auto" || hasFinalizer(pipeline));
}

export async function addFinalizer(kube: Pick<KubeClient, "mergePatch">, pipeline: MediaPipeline): Promise<void> {
  const { finalizers = [], resourceVersion } = pipeline.metadata;
  await kube.mergePatch(pipelinePath(pipeline), { metadata: { finalizers: [...finalizers, finalizer], resourceVersion } });
}

export async function removeFinalizer(kube: Pick<KubeClient, "jsonPatch">, pipeline: MediaPipeline): Promise<void> {
  const index = pipeline.metadata.finalizers?.indexOf(finalizer) ?? -1;
  if (index < 0) return;
  const path = `/metadata/finalizers/${index}`;
  const patch: JsonPatch = [
    { op: "test", path, value: finalizer },
    { op: "remove", path },
  ];
  await kube.jsonPatch(pipelinePath(pipeline), patch);
}
