export * from "./env.ts";
export * from "./failures.ts";
export * from "./health.ts";
export * from "./media.ts";
export * from "./messages.ts";
export * from "./metrics.ts";
export * from "./object-keys.ts";
export * from "./ports.ts";
