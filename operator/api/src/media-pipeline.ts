import type { apiVersion, kind } from "./names.ts";
import type { MediaPipelineSpec } from "./schema/spec.ts";
import type { MediaPipelineStatus } from "./schema/status.ts";

/** The part of metav1.ObjectMeta that is looked at. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A MediaPipeline with its defaults, as the API server keeps it. */
export interface MediaPipeline {
  readonly apiVersion: typeof apiVersion;
  readonly kind: typeof kind;
  readonly metadata: ObjectMeta;
  readonly spec: MediaPipelineSpec;
  readonly status?: MediaPipelineStatus;
}
