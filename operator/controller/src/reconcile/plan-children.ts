import { createHash } from "node:crypto";
import type { MediaPipeline } from "@mediashare/api";
import type { Manifest } from "@mediashare/cdk8s";
import { parseQuantity } from "../readings/parse-quantity.ts";
import type { KnownChild } from "./children.ts";
import type { LiveChild } from "./packed-child.ts";

/** What was rendered when the child was last applied: tells when a field is no longer rendered. */
const renderedAnnotation = "mediashare.dev/rendered";

/** The rendered manifest as it is applied: owned by the pipeline, so that it goes with it. */
export function toOwned(manifest: Manifest, { apiVersion, kind, metadata }: MediaPipeline): Manifest {
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
  const digest = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 16);
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: { ...manifest.metadata.annotations, [renderedAnnotation]: digest },
      ownerReferences: [owner],
    },
  } as Manifest;
}

/** Whether the API server has all that is wanted; what others and it itself have added does not matter. */
export function isUpToDate(wanted: Manifest, live: LiveChild | undefined): boolean {
  return live !== undefined && covers(live, wanted, "");
}

/** Objects of a list do not say their apiVersion and kind. */
function covers(live: unknown, wanted: unknown, path: string): boolean {
  if (path === ".apiVersion" || path === ".kind") return true;
  if (Array.isArray(wanted)) {
    return Array.isArray(live) && wanted.every((item, index) => covers(counterpart(live, item, index), item, `${path}[]`));
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof live !== "object" || live === null) return Object.keys(wanted).length === 0;
    const fields = live as Record<string, unknown>;
    return Object.entries(wanted).every(([name, value]) => covers(fields[name], value, `${path}.${name}`));
  }
  // The API server writes quantities its own way: 0.5 as 500m.
  if (/\.resources\.(?:requests|limits)\.[^.]+$/.test(path)) return parseQuantity(live as string) === parseQuantity(wanted as string);
  return live === wanted;
}

/** Lists whose items have names (containers, variables, volumes) are merged by name: others may have put theirs anywhere. */
function counterpart(live: readonly unknown[], item: unknown, index: number): unknown {
  const name = nameOf(item);
  return name === undefined ? live[index] : live.find((each) => nameOf(each) === name);
}

function nameOf(item: unknown): unknown {
  return typeof item === "object" && item !== null ? (item as { readonly name?: unknown }).name : undefined;
}

/** Children that are no longer rendered; only the pipeline's own are ever deleted. */
export function planPrune(
  wanted: readonly Manifest[],
  live: readonly KnownChild[],
  pipelineUid: string | undefined,
): readonly KnownChild[] {
  const kept = new Set(wanted.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
  return live.filter(
    ({ kind, child }) =>
      !kept.has(`${kind}/${child.metadata.name}`) && child.metadata.ownerReferences?.some(({ uid }) => uid === pipelineUid) === true,
  );
}
