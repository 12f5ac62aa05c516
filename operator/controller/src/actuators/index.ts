export * from "./actuator-errors.ts";
export * from "./actuators.ts";
export * from "./plan-deletion-costs.ts";
export * from "./plan-raise.ts";
export * from "./plan-removal.ts";
