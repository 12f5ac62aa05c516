export * from "./client-errors.ts";
export * from "./create-client.ts";
export type { components, operations, paths } from "./openapi.ts";
export * from "./upload-file.ts";
