export * from "./client-errors.ts";
export * from "./create-client.ts";
export * from "./delivered-url.ts";
export type { components, operations, paths } from "./openapi.ts";
export * from "./upload-file.ts";
