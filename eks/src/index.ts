export { buildApp, type Stacks } from "./build-app.ts";
export type { Config } from "./config/config-schema.ts";
export { ConfigError, parseConfig, readConfig } from "./config/read-config.ts";
export { renderConfigReference, renderConfigSchema } from "./config/reference.ts";
export { type Estimate, estimateCost } from "./cost/estimate.ts";
export { renderEstimate } from "./cost/render-estimate.ts";
export { type Names, namesOf } from "./names.ts";
export { loginUser, ownerRole, rolesSql, urlTemplate } from "./pipeline/database-roles.ts";
export { type Resource, type Synthesis, synthesize, type Template, writeTemplates } from "./synthesize.ts";
