import type { Summary } from "../result.ts";

/** A line of the comparison. */
export interface Measure {
  readonly name: string;
  readonly value: (summary: Summary) => string;
}

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const seconds = (value: number): string => `${whole(value)} s`;

export const MEASURES: readonly Measure[] = [
  { name: "time to ready, p50", value: ({ timeToReady }) => seconds(timeToReady.p50) },
  { name: "time to ready, p95", value: ({ timeToReady }) => seconds(timeToReady.p95) },
  { name: "time to ready, p99", value: ({ timeToReady }) => seconds(timeToReady.p99) },
  { name: "longest backlog, tasks", value: ({ most }) => whole(most.visible) },
  { name: "most workers", value: ({ most }) => whole(most.workers) },
  { name: "most nodes", value: ({ most }) => whole(most.nodes) },
  { name: "worker-seconds", value: ({ workerSeconds }) => whole(workerSeconds) },
  { name: "node-hours, on demand", value: ({ nodeHours }) => nodeHours.onDemand.toFixed(1) },
  { name: "node-hours, Spot", value: ({ nodeHours }) => nodeHours.spot.toFixed(1) },
  { name: "cost of nodes", value: ({ costUsd }) => `$${costUsd.toFixed(2)}` },
  { name: "changes of direction", value: ({ reversals }) => whole(reversals) },
  { name: "tasks interrupted", value: ({ interrupted }) => whole(interrupted) },
  { name: "work done again", value: ({ lostSeconds }) => seconds(lostSeconds) },
  { name: "tasks done", value: ({ finished }) => whole(finished) },
  { name: "tasks not done", value: ({ unfinished }) => whole(unfinished) },
];
