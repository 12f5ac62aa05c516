export * from "./clients.ts";
export * from "./describe-auto-scaling-groups.ts";
export * from "./describe-nodegroup.ts";
export * from "./explain-error.ts";
export * from "./node-group-owner.ts";
