import type { Decision } from "@mediashare/policy";
import type { Fault } from "./fault.ts";
import type { FleetState } from "./fleet-state.ts";

/** While there is work, or something is on its way. */
export const busyTickMs = 5_000;
export const idleTickMs = 15_000;

/** When a pipeline is to be looked at again, if nothing happens to it before. */
export function nextTickMs(decision: Decision | undefined, faults: readonly Fault[], fleets: readonly FleetState[]): number {
  if (!decision) return busyTickMs;
  const { workers, nodeGroups, actions } = decision;
  const { visible, inFlight, asked } = workers?.inputs ?? {};
  const isBusy =
    faults.length > 0 ||
    actions.length > 0 ||
    (visible ?? 0) + (inFlight ?? 0) > 0 ||
    (workers?.mode === "Auto" && asked !== workers.desired) ||
    nodeGroups.some(({ targetNodes, inputs }) => targetNodes !== inputs.readyNodes) ||
    fleets.some(({ isProgressing, isAvailable }) => isProgressing || !isAvailable);
  return isBusy ? busyTickMs : idleTickMs;
}
