/** Each stack by itself, for an app of one's own: what it needs of others it takes as props, which may as well be imported. */
export { AddonsStack, type AddonsStackProps } from "./addons-stack.ts";
export { ApplicationStack, type ApplicationStackProps } from "./application-stack.ts";
export { ClusterStack, type ClusterStackProps } from "./cluster-stack.ts";
export { DatabaseStack, type DatabaseStackProps } from "./database-stack.ts";
export { DeliveryStack, type DeliveryStackProps } from "./delivery-stack.ts";
export { EdgeAlarmsStack, type EdgeAlarmsStackProps } from "./edge-alarms-stack.ts";
export { EdgeStack, type EdgeStackProps } from "./edge-stack.ts";
export { IdentitiesStack, type IdentitiesStackProps } from "./identities-stack.ts";
export { NetworkStack, type NetworkStackProps } from "./network-stack.ts";
export { ObservabilityStack, type ObservabilityStackProps } from "./observability-stack.ts";
export { QueuesStack, type QueuesStackProps } from "./queues-stack.ts";
export { RegistryStack, type RegistryStackProps } from "./registry-stack.ts";
export { StorageStack, type StorageStackProps } from "./storage-stack.ts";
