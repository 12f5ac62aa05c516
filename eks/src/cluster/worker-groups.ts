import { type Architecture, instanceType } from "../catalogue/instance-types.ts";
import type { Config } from "../config/config-schema.ts";
import { nodesLabel, type SteadyGroup, steadyGroups } from "../names.ts";

/** A managed node group as it is to be made. */
export interface PlannedGroup {
  readonly name: string;
  readonly capacityType: "OnDemand" | "Spot";
  readonly architecture: Architecture;
  readonly instanceTypes: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly diskGib: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The operator scales these, nobody else; of the others Cluster Autoscaler takes care. */
  readonly isWorkers: boolean;
}

/** All node groups of a deployment, in a fixed order. */
export function planNodeGroups({ cluster, workers }: Pick<Config, "cluster" | "workers">): readonly PlannedGroup[] {
  const steady = (name: SteadyGroup): PlannedGroup => ({
    ...cluster[name],
    name,
    capacityType: "OnDemand",
    architecture: architectureOf(cluster[name].instanceTypes),
    labels: { [nodesLabel]: name },
    isWorkers: false,
  });
  const workersOn = (capacityType: PlannedGroup["capacityType"], groups: Config["workers"]["spot"]): PlannedGroup[] =>
    groups.map(({ name, instanceTypes, min, max }) => ({
      name,
      instanceTypes,
      min,
      max,
      capacityType,
      architecture: architectureOf(instanceTypes),
      diskGib: workers.diskGib,
      labels: { [nodesLabel]: "workers" },
      isWorkers: true,
    }));
  return [...steadyGroups.map(steady), ...workersOn("OnDemand", workers.onDemand), ...workersOn("Spot", workers.spot)];
}

/** The rules of the configuration see to it that all are of one. */
function architectureOf([first = ""]: readonly string[]): Architecture {
  return instanceType(first)?.architecture ?? "amd64";
}
