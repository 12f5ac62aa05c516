export { renderCrd } from "./crd.ts";
export { parseDurationMs } from "./duration.ts";
export type { MediaPipeline, ObjectMeta } from "./media-pipeline.ts";
export * from "./names.ts";
export { InvalidPipelineError, parseMediaPipeline } from "./parse.ts";
export { toPolicySpec } from "./policy-spec.ts";
export { renderReference } from "./reference.ts";
export type { MediaPipelineSpec, MediaPipelineSpecInput } from "./schema/spec.ts";
export { type Condition, conditionTypes, type MediaPipelineStatus } from "./schema/status.ts";
