import type { Fleet, MediaPipelineSpec } from "@mediashare/api";
import type { k8s } from "cdk8s-plus-27";

export function imageOf(spec: MediaPipelineSpec, fleet: Fleet): Pick<k8s.Container, "image" | "imagePullPolicy"> {
  const { repository, tag, pullPolicy } = spec.image;
  return {
    image: spec[fleet]?.image ?? `${repository}/${fleet}:${tag}`,
    ...(pullPolicy && { imagePullPolicy: pullPolicy }),
  };
}

export function pullSecretsOf({ image: { pullSecrets } }: MediaPipelineSpec): Pick<k8s.PodSpec, "imagePullSecrets"> {
  return pullSecrets ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {};
}
