import type { MediaPipeline } from "@mediashare/api";
import { type Manifest, managedBy, renderPipeline } from "@mediashare/cdk8s";
import { isNotFound } from "../kube/errors.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import { type Children, childPath } from "./children.ts";
import { type Fault, toFault } from "./fault.ts";
import { firstReplicas } from "./first-replicas.ts";
import { isMigrated } from "./migration.ts";
import type { LiveChild } from "./packed-child.ts";
import { isUpToDate, planPrune, toOwned } from "./plan-children.ts";

export interface Applied {
  readonly done: readonly ChildChange[];
  readonly faults: readonly Fault[];
}

export interface ChildChange {
  readonly verb: "apply" | "delete";
  readonly kind: string;
  readonly name: string;
}

export interface ApplyOptions {
  readonly kube: Pick<KubeClient, "apply" | "delete" | "mergePatch">;
  readonly children: Pick<Children, "get" | "getWhole" | "of">;
  /** Says what it would do, and does nothing. */
  readonly dryRun: boolean;
}

/**
 * Brings the children to what the pipeline renders to, in order; one that is refused does not keep the others. Deployments stay as they
 * are until the migration is done: it comes back as a change then.
 */
export async function applyChildren(pipeline: MediaPipeline, { kube, children, dryRun }: ApplyOptions): Promise<Applied> {
  const { namespace, name, uid } = pipeline.metadata;
  const wanted = renderPipeline({ name, namespace, spec: pipeline.spec }).map((manifest) => toOwned(manifest, pipeline));
  const done: ChildChange[] = [];
  const faults: Fault[] = [];
  const attempt = async (change: ChildChange, run: () => Promise<unknown>): Promise<void> => {
    try {
      if (!dryRun) await run();
      done.push(change);
    } catch (error) {
      const { reason, message } = toFault(error, "ApplyFailed");
      const verb = change.verb === "apply" ? "applied" : "deleted";
      faults.push({ reason, message: `The ${change.kind} ${change.name} cannot be ${verb}: ${message}.` });
    }
  };
  const isHeld = !dryRun && !isMigrated(wanted, namespace, children);
  for (const manifest of wanted) {
    const { kind, metadata } = manifest;
    if (isHeld && kind === "Deployment") continue;
    if (isUpToDate(manifest, children.getWhole(kind, namespace, metadata.name))) continue;
    await attempt({ verb: "apply", kind, name: metadata.name }, () => apply(kube, manifest, pipeline));
  }
  for (const { kind, child } of planPrune(wanted, children.of(`${namespace}/${name}`), uid)) {
    const path = childPath(kind, namespace, child.metadata.name);
    await attempt({ verb: "delete", kind, name: child.metadata.name }, () => kube.delete(path, child.metadata.uid).catch(unlessGone));
  }
  return { done, faults };
}

/** `replicas` is never part of what is applied: only of a Deployment that is new, so that it does not begin with a pod that nobody needs. */
async function apply(kube: ApplyOptions["kube"], manifest: Manifest, pipeline: MediaPipeline): Promise<void> {
  const { kind, metadata } = manifest;
  const path = childPath(kind, pipeline.metadata.namespace, metadata.name);
  const applied = await kube.apply<LiveChild>(path, manifest, managedBy);
  const replicas = firstReplicas(pipeline, applied);
  if (kind === "Deployment" && replicas !== undefined) await kube.mergePatch(`${path}/scale`, { spec: { replicas } });
}

function unlessGone(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
