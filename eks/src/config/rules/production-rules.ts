import type { Config } from "../config-schema.ts";
import type { Fault } from "./fault.ts";

/** What would not outlive a zone, where the configuration says that it is to. */
export function productionFaults({ production, database, network, cluster }: Config): Fault[] {
  if (!production) return [];
  return [
    ...(database.multiAz ? [] : [{ path: ["database", "multiAz"], message: "production: true needs a standby; write multiAz: true" }]),
    ...(database.backupDays >= 7
      ? []
      : [{ path: ["database", "backupDays"], message: "production: true needs at least 7 days of backups" }]),
    ...(network.natGateways >= 2
      ? []
      : [{ path: ["network", "natGateways"], message: "production: true needs a way out that outlives a zone; write at least 2" }]),
    ...(cluster.system.min >= 2 && cluster.fleets.min >= 2
      ? []
      : [{ path: ["cluster"], message: "production: true needs at least 2 nodes in system and in fleets; raise their min" }]),
  ];
}
