import { conditionsOf } from "./conditions.ts";
import type { Action, Decision } from "./decision.ts";
import { emptyMemory, fleetMemory, type Memory } from "./memory.ts";
import { decideNodes } from "./nodes.ts";
import type { Observation } from "./observation.ts";
import type { PolicySpec, ScalingMode } from "./spec.ts";
import { decideFleet } from "./target-tracking.ts";
import type { EpochMs } from "./time.ts";
import { decideWorkers } from "./workers.ts";

/**
 * The scaling policy of Mediashare: what was read, what is asked for and what is remembered → what to do, and what to remember.
 * Pure: the same arguments give the same answer, nothing is read or written, no clock is looked at. `null` is the memory of the first tick.
 * After acting (or failing to), the caller keeps the new memory and comes back with fresh readings; nothing else needs to be kept.
 */
export function decide(
  observation: Observation,
  spec: PolicySpec,
  memory: Memory | null,
  now: EpochMs,
): { readonly decision: Decision; readonly memory: Memory } {
  const past = memory ?? emptyMemory();
  const processing = decideProcessing(observation, spec, past, now);
  const fleets = Object.entries(spec.fleets ?? {}).map(([name, fleet]) => {
    const outcome = decideFleet(name, observation.fleets?.[name], fleet, fleetMemory(past, name), now);
    return { name, mode: fleet.mode, ...outcome };
  });
  const parts = [...(processing ? [processing] : []), ...fleets];
  const reasons = [
    ...(processing?.workers.reasons ?? []),
    ...(processing?.nodeGroups ?? []).flatMap((group) => group.reasons),
    ...fleets.flatMap((fleet) => fleet.decision.reasons),
  ];
  return {
    decision: {
      atMs: now,
      actions: actionsIn("Auto", parts),
      withheld: actionsIn("Observe", parts),
      ...(processing && { workers: processing.workers }),
      nodeGroups: processing?.nodeGroups ?? [],
      fleets: Object.fromEntries(fleets.map(({ name, decision }) => [name, decision])),
      conditions: conditionsOf(reasons),
    },
    memory: {
      ...past,
      ...processing?.memory,
      fleets: Object.fromEntries(fleets.map(({ name, memory: kept }) => [name, kept])),
    },
  };
}

/** Nodes first: they take longest. */
function decideProcessing(observation: Observation, spec: PolicySpec, past: Memory, now: EpochMs) {
  if (!spec.worker) return null;
  const seen = observation.worker ?? { queue: null, meanTaskSeconds: null, workers: null };
  const workers = decideWorkers(seen, spec.worker, past, now);
  const nodes = decideNodes(seen, spec.worker, past, workers, now);
  return {
    mode: spec.worker.mode,
    actions: [...nodes.actions, ...workers.actions],
    workers: workers.decision,
    nodeGroups: nodes.decisions,
    memory: { ...workers.memory, nodeGroups: nodes.memory },
  };
}

function actionsIn(mode: ScalingMode, parts: readonly { mode: ScalingMode; actions: readonly Action[] }[]): readonly Action[] {
  return parts.filter((part) => part.mode === mode).flatMap(({ actions }) => actions);
}
