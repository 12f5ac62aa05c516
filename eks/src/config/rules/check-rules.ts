import type { Config } from "../config-schema.ts";
import { clusterFaults } from "./cluster-rules.ts";
import { databaseFaults } from "./database-rules.ts";
import { deliveryFaults } from "./delivery-rules.ts";
import type { Fault } from "./fault.ts";
import { hostFaults } from "./host-rules.ts";
import { networkFaults } from "./network-rules.ts";
import { productionFaults } from "./production-rules.ts";
import { workerFaults } from "./worker-rules.ts";

/** What must hold between settings, each of which is right by itself. */
export function checkRules(config: Config): readonly Fault[] {
  return [
    ...networkFaults(config),
    ...hostFaults(config),
    ...clusterFaults(config),
    ...workerFaults(config),
    ...databaseFaults(config),
    ...deliveryFaults(config),
    ...productionFaults(config),
  ];
}
