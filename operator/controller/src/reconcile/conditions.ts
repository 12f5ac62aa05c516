import type { Condition } from "@mediashare/api";
import type { Decision } from "@mediashare/policy";
import type { Fault } from "./fault.ts";
import type { FleetState } from "./fleet-state.ts";

type Draft = Pick<Condition, "type" | "status" | "reason" | "message">;

export interface ConditionInputs {
  /** The Job that is at work on the database's schema. */
  readonly migration: string | undefined;
  readonly fleets: readonly FleetState[];
  /** What keeps children from being as they should: references, refused applies, pods that do not start. */
  readonly faults: readonly Fault[];
  /** Readings and actions that failed, node groups that may not be touched. */
  readonly scalingFaults: readonly Fault[];
  /** `undefined`: none was made this time. */
  readonly decision: Decision | undefined;
}

/** The pipeline's state in short, by https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties */
export function buildConditions({ migration, fleets, faults, scalingFaults, decision }: ConditionInputs): readonly Draft[] {
  const missing = fleets.filter(({ isAvailable }) => !isAvailable);
  const moving = fleets.filter(({ isProgressing }) => isProgressing);
  const [fault] = faults;
  const names = (states: readonly FleetState[]): string =>
    states.map(({ fleet, ready, desired }) => `${fleet} (${ready} of ${desired})`).join(", ");
  return [
    missing.length === 0 && !fault
      ? { type: "Ready", status: "True", reason: "FleetsAvailable", message: `Available: ${names(fleets)}.` }
      : {
          type: "Ready",
          status: "False",
          reason: fault?.reason ?? "FleetsUnavailable",
          message: fault?.message ?? `Not available yet: ${names(missing)}.`,
        },
    migration !== undefined
      ? {
          type: "Progressing",
          status: "True",
          reason: "Migrating",
          message: `The Job ${migration} brings the database's schema up to date; the fleets follow when it is done.`,
        }
      : moving.length === 0
        ? { type: "Progressing", status: "False", reason: "Settled", message: "All fleets have the newest revision." }
        : { type: "Progressing", status: "True", reason: "RollingOut", message: `Changing: ${names(moving)}.` },
    fault
      ? { type: "Degraded", status: "True", reason: fault.reason, message: faults.map(({ message }) => message).join(" ") }
      : { type: "Degraded", status: "False", reason: "AsExpected", message: "Nothing is wrong." },
    ...(decision ? scalingConditions(decision, scalingFaults) : []),
  ];
}

function scalingConditions({ conditions, workers, nodeGroups, fleets }: Decision, faults: readonly Fault[]): readonly Draft[] {
  const reasons = [
    ...(workers?.reasons ?? []),
    ...nodeGroups.flatMap((group) => group.reasons),
    ...Object.values(fleets).flatMap((fleet) => fleet.reasons),
  ];
  const sentence = reasons.map(({ message }) => message).join(" ");
  const [fault] = faults;
  const say = (type: string, isTrue: boolean, whenTrue: string, whenFalse: string, message: string): Draft => ({
    type,
    status: isTrue ? "True" : "False",
    reason: isTrue ? whenTrue : whenFalse,
    message,
  });
  const isActive = conditions.scalingActive && !fault;
  return [
    say(
      "ScalingActive",
      isActive,
      "Deciding",
      fault?.reason ?? firstReason(reasons, "Held"),
      fault ? faults.map(({ message }) => message).join(" ") : sentence,
    ),
    say(
      "ScalingLimited",
      conditions.scalingLimited,
      firstReason(reasons, "AtBound", "AtMax", "MaxBelowInFlight"),
      "WithinBounds",
      sentence,
    ),
    say(
      "CapacityConstrained",
      conditions.capacityConstrained,
      firstReason(reasons, "CapacityMissing", "SpotFallback", "NodesOverdue", "NodeNeverReady", "NodeGroupsAtMax"),
      "CapacityAvailable",
      sentence,
    ),
  ];
}

/** The first of the codes that is among the reasons; without codes, the first reason. */
function firstReason(reasons: readonly { readonly code: string }[], otherwise: string, ...codes: readonly string[]): string {
  if (codes.length === 0) return reasons[0]?.code ?? otherwise;
  return codes.find((each) => reasons.some(({ code }) => code === each)) ?? otherwise;
}

/** A transition's time is that of the change of status; a condition that is not said this time stays as it was. */
export function mergeConditions(before: readonly Condition[], drafts: readonly Draft[], generation: number, now: Date): Condition[] {
  const said = new Map(drafts.map((draft) => [draft.type, draft]));
  const merged = drafts.map((draft): Condition => {
    const previous = before.find(({ type }) => type === draft.type);
    const lastTransitionTime = previous?.status === draft.status ? previous.lastTransitionTime : now.toISOString().replace(/\.\d+Z$/, "Z");
    return { ...draft, message: draft.message.slice(0, 4_096), observedGeneration: generation, lastTransitionTime };
  });
  return [...merged, ...before.filter(({ type }) => !said.has(type))];
}
