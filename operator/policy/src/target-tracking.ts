import type { Action, FleetDecision } from "./decision.ts";
import type { FleetMemory } from "./memory.ts";
import { bound, isAmount, roundUp } from "./numbers.ts";
import type { FleetLoad, FleetObservation } from "./observation.ts";
import { askedAt, isChange, presentSize } from "./present-size.ts";
import { known, orNull, STALE_AFTER_MS } from "./readings.ts";
import type { Bounds, FleetSpec } from "./spec.ts";
import { highestDesire, rememberDesire, stabilise } from "./stabilise.ts";
import { explainFleet } from "./target-tracking-reasons.ts";
import type { EpochMs } from "./time.ts";

export interface FleetOutcome {
  readonly decision: FleetDecision;
  readonly actions: readonly Action[];
  readonly memory: FleetMemory;
}

/** No change while load ÷ (target × members) is this close to 1: the HPA's `horizontal-pod-autoscaler-tolerance`. */
const TOLERANCE = 0.1;

/**
 * Target tracking for a fleet that serves requests: members = load ÷ target, out at once, in after the delay.
 * load = metric × the targets it was taken over, not × the members of now: CloudWatch is minutes late, and multiplying the strain of
 * then with members that came since would add them a second time.
 */
export function decideFleet(
  fleet: string,
  observation: FleetObservation | undefined,
  spec: FleetSpec,
  past: FleetMemory,
  now: EpochMs,
): FleetOutcome {
  const askedReading = known(observation?.asked, now, STALE_AFTER_MS.workers, isAmount);
  const loadReading = known(
    observation?.load,
    now,
    STALE_AFTER_MS.metric,
    ({ perTarget, targets }) => isAmount(perTarget) && isAmount(targets),
  );
  const load = orNull(loadReading);
  const size = presentSize(orNull(askedReading), observation?.asked?.takenAtMs, past);
  const needed = neededMembers(load, size.current, past.desired, spec);
  const want = needed === null || spec.mode === "Paused" ? size.current : bound(needed, fleetBounds(spec));
  const current = size.current ?? want;
  const desires = want === null || current === null ? past.desires : rememberDesire(past, want, current, spec.scaleDownDelayMs, now);
  const highest = want === null ? null : highestDesire(desires, want, spec.scaleDownDelayMs, now);
  const isHeld = spec.mode === "Paused" || load === null || size.current === null;
  const desired = isHeld || want === null || highest === null ? want : bound(stabilise(size.current, want, highest), fleetBounds(spec));
  const actions: Action[] = isChange(desired, size, past.desired) ? [{ type: "scaleFleet", fleet, from: size.asked, to: desired }] : [];
  return {
    decision: {
      mode: spec.mode,
      desired,
      reasons: explainFleet({
        spec,
        desired,
        needed,
        want,
        highest,
        isSizeKnown: size.asked !== null,
        loadUnknown: "unknown" in loadReading ? loadReading.unknown : null,
      }),
      inputs: {
        asked: size.asked,
        perTarget: load?.perTarget ?? null,
        targets: load?.targets ?? null,
        target: spec.metric.target,
        highestLately: highest,
      },
    },
    actions,
    memory: { desired, decidedAtMs: now, askedAtMs: askedAt(spec.mode === "Auto" && actions.length > 0, desired, past, now), desires },
  };
}

/** What the load needs, whatever the bounds; where it is unknown, the last decision, or what is there if that is more. */
function neededMembers(load: FleetLoad | null, current: number | null, lastDesired: number | null, spec: FleetSpec): number | null {
  if (current === null) return null;
  if (load === null) return Math.max(current, lastDesired ?? 0);
  const members = (load.perTarget * load.targets) / spec.metric.target;
  const isClose = current > 0 && Math.abs(members / current - 1) <= TOLERANCE;
  return isClose ? current : roundUp(members);
}

/** One member at least: at zero there is nobody whose load could call for the first. */
function fleetBounds({ min, max }: FleetSpec): Bounds {
  return { min: Math.max(1, min), max };
}
