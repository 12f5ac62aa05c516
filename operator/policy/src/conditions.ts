import type { PolicyConditions } from "./decision.ts";
import { REASON_CODES, type Reason } from "./reasons.ts";

/** What the reasons of one decision mean for the conditions of the resource. */
export function conditionsOf(reasons: readonly Reason[]): PolicyConditions {
  const touched = new Set<string>(reasons.map(({ code }) => REASON_CODES[code]));
  return {
    scalingActive: !touched.has("inactive"),
    scalingLimited: touched.has("limited"),
    capacityConstrained: touched.has("constrained"),
  };
}
