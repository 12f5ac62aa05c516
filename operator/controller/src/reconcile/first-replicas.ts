import { type Fleet, fleets, type MediaPipeline } from "@mediashare/api";
import { childName } from "@mediashare/cdk8s";
import type { LiveChild } from "./packed-child.ts";

/**
 * How many pods a Deployment that has just been made begins with: the least that its fleet may have. `undefined` for one that was there
 * before (its controller has seen it), and for a fleet that somebody else scales.
 */
export function firstReplicas({ metadata, spec }: MediaPipeline, applied: LiveChild): number | undefined {
  const fleet = fleets.find((each: Fleet) => childName(metadata.name, each) === applied.metadata.name);
  const scaling = fleet && spec[fleet]?.scaling;
  const { observedGeneration } = (applied["status"] ?? {}) as { readonly observedGeneration?: number };
  const isNew = applied.metadata.generation === 1 && observedGeneration === undefined;
  return isNew && scaling?.mode === "Auto" ? scaling.min : undefined;
}
