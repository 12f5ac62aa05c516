import type { MediaPipelineStatus } from "@mediashare/api";

/** Numbers alone are written this often. */
const numbersEveryMs = 15_000;
/**
 * What is remembered is written this often while nothing else changes: far below the five minutes after which the policy counts its
 * memory as a gap.
 */
const memoryEveryMs = 60_000;

/** Whether a status is worth a write: at once for what people or others act on, now and then for the rest. */
export function isStatusDue(before: MediaPipelineStatus | undefined, after: MediaPipelineStatus, sinceWrittenMs: number): boolean {
  if (sinceWrittenMs >= memoryEveryMs || differ(essence(before), essence(after))) return true;
  return sinceWrittenMs >= numbersEveryMs && differ(withoutTimes(before), withoutTimes(after));
}

/** All but times, the numbers of a reading, and what is remembered. */
function essence(status: MediaPipelineStatus | undefined): unknown {
  return {
    generation: status?.observedGeneration,
    conditions: [...(status?.conditions ?? [])]
      .sort((a, b) => a.type.localeCompare(b.type))
      .map(({ type, status: value, reason, observedGeneration }) => [type, value, reason, observedGeneration]),
    fleets: status?.fleets,
    desired: status?.worker?.desired,
    lastChange: status?.worker?.changes?.[0],
    nodes: status?.nodeGroups?.map(({ name, desired, target, ready }) => [name, desired, target, ready]),
    reason: status?.decision?.reason,
  };
}

function withoutTimes(status: MediaPipelineStatus | undefined): unknown {
  const { memory: _memory, decision, ...rest } = status ?? {};
  return { ...rest, decision: decision && { ...decision, time: undefined } };
}

/** The API server orders fields its own way. */
function differ(one: unknown, other: unknown): boolean {
  return canonical(one) !== canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
