import { instanceType } from "../../catalogue/instance-types.ts";
import { steadyGroups } from "../../names.ts";
import type { Config } from "../config-schema.ts";
import { type Fault, minAboveMax } from "./fault.ts";
import { groupFaults, mixedSizes } from "./node-rules.ts";

type Workers = Config["workers"];
type Group = Workers["spot"][number];

export function workerFaults({ workers, region }: Pick<Config, "workers" | "region">): Fault[] {
  const groups = [
    ...workers.onDemand.map((group, index) => ({ group, path: ["workers", "onDemand", index] as const })),
    ...workers.spot.map((group, index) => ({ group, path: ["workers", "spot", index] as const })),
  ];
  const names = groups.map(({ group }) => group.name);
  return [
    ...groups.flatMap(({ group, path }) => [
      ...groupFaults([...path, "instanceTypes"], group.instanceTypes, region),
      ...mixedSizes([...path, "instanceTypes"], group.instanceTypes),
      ...tooSmall([...path, "instanceTypes"], group, workers),
      ...minAboveMax(path, group.min, group.max),
      ...takenName([...path, "name"], group.name, names),
    ]),
    ...workers.spot.flatMap(undiversified),
    ...minAboveMax(["workers"], workers.min, workers.max),
    ...(gibOf(workers.memoryLimit) < gibOf(workers.memory)
      ? [
          {
            path: ["workers", "memoryLimit"],
            message: `is ${workers.memoryLimit}, below memory, which is ${workers.memory}; write at least that`,
          },
        ]
      : []),
    ...baseFaults(workers),
  ];
}

function takenName(path: Fault["path"], name: string, names: readonly string[]): Fault[] {
  const isTaken = steadyGroups.some((taken) => taken === name) || names.indexOf(name) !== names.lastIndexOf(name);
  return isTaken ? [{ path, message: `${name} is the name of another group too; each has a name of its own` }] : [];
}

function undiversified({ instanceTypes, name }: Group, index: number): Fault[] {
  if (new Set(instanceTypes).size >= 3) return [];
  const message = `${name} has fewer than three instance types, and Spot of one kind is often not to be had; write at least three of one size`;
  return [{ path: ["workers", "spot", index, "instanceTypes"], message }];
}

/** The node's own programs take some of what it has, so that as much as all of it is too much already. */
function tooSmall(path: Fault["path"], { instanceTypes }: Group, { cpu, memory }: Workers): Fault[] {
  return instanceTypes.flatMap((name) => {
    const type = instanceType(name);
    if (!type || (cpusOf(cpu) < type.vcpus && gibOf(memory) < type.memoryGib)) return [];
    const has = `${type.vcpus} CPU and ${type.memoryGib}Gi, some of them for itself`;
    return [{ path, message: `no worker of ${cpu} CPU and ${memory} fits ${name}, which has ${has}; write a larger size, or less` }];
  });
}

function baseFaults({ onDemand, spot, onDemandBase }: Workers): Fault[] {
  if (onDemand.length + spot.length === 0)
    return [{ path: ["workers"], message: "has no node group: write onDemand, and spot for what may be interrupted" }];
  const most = onDemand.reduce((largest, { max }) => Math.max(largest, max), 0);
  return [
    ...(onDemand.length === 0
      ? [
          {
            path: ["workers", "onDemand"],
            message: "is missing: Spot may not come, and then nothing would process; write an on-demand group with min 0 beside spot",
          },
        ]
      : []),
    ...(onDemandBase > most
      ? [{ path: ["workers", "onDemandBase"], message: `is ${onDemandBase}, but no on-demand group may be so large; raise its max` }]
      : []),
  ];
}

/** `2`, `0.5` or `1500m`. */
function cpusOf(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}

/** `4Gi` or `512Mi`. */
function gibOf(quantity: string): number {
  return Number(quantity.slice(0, -2)) / (quantity.endsWith("Mi") ? 1024 : 1);
}
