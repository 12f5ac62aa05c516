/** Why something was decided: a stable code for machines, a sentence for people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
}

/** Every code, and the condition it touches. Codes are part of the API (status, Events, metric labels): add, do not rename. */
export const REASON_CODES = {
  /** As many as the work needs. */
  MeetsDrainTarget: "none",
  MeetsLoadTarget: "none",
  /** No work, no workers. */
  QueueEmpty: "none",
  /** Enough is there, fewer would do, but not for long enough yet. */
  ScaleDownDelayed: "none",
  /** Fewer would do, but the difference is not worth a change. */
  WithinTolerance: "none",
  /** Fewer would do, but these are working. */
  TasksInFlight: "none",
  /** Fewer would do for the backlog, but work has kept coming. */
  UsualLoad: "none",
  /** An administrator has paused the processing: what waits needs nobody. */
  WorkPaused: "none",
  AtMin: "none",
  AtMax: "limited",
  /** `max` was set below what is working. */
  MaxBelowInFlight: "limited",
  QueueUnknown: "inactive",
  WorkersUnknown: "inactive",
  LoadUnknown: "inactive",
  SizeUnknown: "inactive",
  /** Nothing is known and nothing was decided before. */
  NothingKnown: "inactive",
  MeanTaskSecondsRemembered: "none",
  MeanTaskSecondsDefault: "none",
  Observing: "inactive",
  Paused: "inactive",
  FitsWorkers: "none",
  NodesOnTheirWay: "none",
  /** Spot is missing: bought on demand until it is there. */
  SpotFallback: "constrained",
  NodesOverdue: "constrained",
  NodeNeverReady: "constrained",
  NodeGroupsAtMax: "constrained",
  NodeGroupUnknown: "inactive",
  WorkersPerNodeUnknown: "inactive",
  /** More nodes than needed: they go one by one, each once it is idle. */
  SurplusNodes: "none",
  /** More nodes than needed, but pods of others run on each. */
  NoIdleNode: "none",
  /** Nodes stay until what was read shows the last change, or until the others are ready. */
  ScaleInWaits: "none",
} as const satisfies Record<string, "none" | "limited" | "inactive" | "constrained">;

export type ReasonCode = keyof typeof REASON_CODES;

export function reason(code: ReasonCode, message: string): Reason {
  return { code, message };
}

/** `1 worker`, `3 workers`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** `90 s`, `0.5 s`. */
export function seconds(durationMs: number): string {
  return `${Math.round(durationMs / 100) / 10} s`;
}
