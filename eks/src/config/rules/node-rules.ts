import { instanceFamilies, instanceType } from "../../catalogue/instance-types.ts";
import { isOffered } from "../../catalogue/regions.ts";
import type { Fault } from "./fault.ts";

/** What must hold for the instance types of any node group. */
export function groupFaults(path: Fault["path"], names: readonly string[], region: string): Fault[] {
  return [
    ...names.filter((name) => !isOffered(name, region)).map((name) => ({ path, message: notOffered(name, region) })),
    ...mixedArchitecture(path, names),
  ];
}

/** The operator counts how many workers fit a node once for the whole group. */
export function mixedSizes(path: Fault["path"], names: readonly string[]): Fault[] {
  const sizes = new Set(names.map((name) => `${instanceType(name)?.vcpus} ${instanceType(name)?.memoryGib}`));
  return sizes.size > 1
    ? [{ path, message: "mixes sizes; take types with the same vCPUs and memory, so that as many workers fit each" }]
    : [];
}

function mixedArchitecture(path: Fault["path"], names: readonly string[]): Fault[] {
  const architectures = new Set(names.map((name) => instanceType(name)?.architecture));
  return architectures.size > 1 ? [{ path, message: "mixes arm64 and amd64; a node group has one architecture, so make two of it" }] : [];
}

function notOffered(name: string, region: string): string {
  const size = name.slice(name.indexOf(".") + 1);
  const wanted = instanceType(name);
  const likely = instanceFamilies
    .map((family) => instanceType(`${family}.${size}`))
    .filter((other) => other?.architecture === wanted?.architecture && other?.memoryGib === wanted?.memoryGib)
    .flatMap((other) => (other && isOffered(other.name, region) ? [other.name] : []));
  return `EC2 does not have ${name} in ${region}; write another, such as ${likely.slice(0, 3).join(", ")}, or correct eks/src/catalogue/regions.ts`;
}
