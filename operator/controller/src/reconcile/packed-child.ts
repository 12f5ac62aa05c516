import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { KubeObject } from "../kube/kube-object.ts";

/** A child as the API server has it. */
export type LiveChild = KubeObject & { readonly [field: string]: unknown };

/**
 * A child as it is kept: a thousand pipelines have 14,000, and most of each is looked at only when it may have to be applied again.
 * The rest of it is compressed, to a tenth of what the objects would take.
 */
export interface PackedChild extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: object;
  /** Compressed JSON, a character a byte: as a buffer it would hold on to the 16 KiB that zlib made it in. */
  readonly packed: string;
}

/** @param live as it came from the API server */
export function packChild(live: KubeObject): PackedChild {
  const { status, ...child } = live as LiveChild;
  const { managedFields: _managedFields, ...metadata } = child.metadata;
  const { name, namespace, uid, resourceVersion, generation, labels, ownerReferences, deletionTimestamp } = metadata;
  const { replicas } = (child["spec"] ?? {}) as { readonly replicas?: number };
  const known = { name, namespace, uid, resourceVersion, generation, labels, ownerReferences, deletionTimestamp };
  return {
    metadata: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as unknown as KubeObject["metadata"],
    ...(replicas !== undefined && { spec: { replicas } }),
    ...(status !== undefined && { status: status as object }),
    packed: deflateRawSync(JSON.stringify({ ...child, metadata }), { level: 1 }).toString("latin1"),
  };
}

/** The child without its status. */
export function unpackChild({ packed }: PackedChild): LiveChild {
  return JSON.parse(inflateRawSync(Buffer.from(packed, "latin1")).toString()) as LiveChild;
}
