export { type BackendsOptions, backendsSpec, publicBackendImages, secretNames } from "./backends/backends-options.ts";
export { renderBackends } from "./backends/render-backends.ts";
export { childName, labelsOf, managedBy, operatorName, scalingAnnotation, selectorOf } from "./labels.ts";
export type { Manifest } from "./manifest.ts";
export { type OperatorOptions, operatorDefaults, renderOperator } from "./operator/render-operator.ts";
export { migrationComponent } from "./pipeline/migration.ts";
export { workerToleration } from "./pipeline/placement.ts";
export { renderPipeline } from "./pipeline/render-pipeline.ts";
export { containerSecurity, podSecurity } from "./pod-security.ts";
