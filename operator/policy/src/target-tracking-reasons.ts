import { count, type Reason, reason, seconds } from "./reasons.ts";
import type { FleetSpec } from "./spec.ts";

interface FleetExplanation {
  readonly spec: FleetSpec;
  readonly desired: number | null;
  readonly needed: number | null;
  readonly want: number | null;
  readonly highest: number | null;
  readonly isSizeKnown: boolean;
  readonly loadUnknown: string | null;
}

export function explainFleet(explanation: FleetExplanation): readonly Reason[] {
  const { spec, isSizeKnown } = explanation;
  if (spec.mode === "Paused") return [reason("Paused", "Scaling is paused: nothing is changed.")];
  const reasons = [explainSize(explanation)];
  if (!isSizeKnown) reasons.push(reason("SizeUnknown", "How many members are asked for is not known: nothing is changed until it is."));
  if (spec.mode === "Observe") reasons.push(reason("Observing", "Mode Observe: this is decided and explained, but not done."));
  return reasons;
}

function explainSize({ spec, desired, needed, want, highest, loadUnknown }: FleetExplanation): Reason {
  const { type, target } = spec.metric;
  if (desired === null || needed === null || want === null)
    return reason("NothingKnown", "Neither the size nor an earlier decision is known: nothing is changed.");
  if (loadUnknown !== null) {
    return reason(
      "LoadUnknown",
      `The reading of ${type} is ${loadUnknown}. Unknown is not idle: the last decision, ${count(desired, "member")}, holds.`,
    );
  }
  if (desired > want) {
    return reason(
      "ScaleDownDelayed",
      `${count(want, "member")} would do now, but ${highest ?? want} were needed within the last ${seconds(spec.scaleDownDelayMs)}.`,
    );
  }
  if (needed > want) return reason("AtMax", `${count(needed, "member")} would keep ${type} at ${target}, but max is ${want}.`);
  if (needed < want) return reason("AtMin", `${count(needed, "member")} would keep ${type} at ${target}, but the minimum is ${want}.`);
  return reason("MeetsLoadTarget", `${count(desired, "member")} keep ${type} at ${target} or less, within the tolerance.`);
}
