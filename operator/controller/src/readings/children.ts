import type { PodObject } from "./kube-objects.ts";
import type { ScaledPipeline } from "./pipeline.ts";

/** How a pipeline is named where a namespace is needed: tags, annotations, CloudWatch dimensions. */
export function ownerOf({ metadata }: ScaledPipeline): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}

export function deploymentPath(pipeline: ScaledPipeline, fleet: string): string {
  return `/apis/apps/v1/namespaces/${pipeline.metadata.namespace}/deployments/${pipeline.metadata.name}-${fleet}`;
}

export function fleetSelector(pipeline: ScaledPipeline, fleet: string): string {
  return `${INSTANCE}=${pipeline.metadata.name},${COMPONENT}=${fleet}`;
}

/** Whether a pod is a worker of this pipeline. */
export function isWorkerOf(pipeline: ScaledPipeline): (pod: PodObject) => boolean {
  const { name, namespace } = pipeline.metadata;
  return ({ metadata: { labels = {}, ...metadata } }) =>
    metadata.namespace === namespace && labels[INSTANCE] === name && labels[COMPONENT] === "worker";
}

const INSTANCE = "app.kubernetes.io/instance";
const COMPONENT = "app.kubernetes.io/component";
