import { metricNames } from "./metrics.ts";

/** What a worker's page of metrics says to whoever scales workers. */
export interface WorkerReport {
  readonly tasksInFlight: number;
  /** It takes nothing, as an administrator has paused the processing. */
  readonly isPaused: boolean;
}

/** @returns null for a page that is not a worker's; workers of a release before say nothing of pauses */
export function parseWorkerReport(page: string): WorkerReport | null {
  const tasksInFlight = readGauge(page, metricNames.tasksInFlight);
  return tasksInFlight === null ? null : { tasksInFlight, isPaused: readGauge(page, metricNames.workerPaused) === 1 };
}

/** The gauge's value in a Prometheus page. */
function readGauge(page: string, name: string): number | null {
  const match = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, "m").exec(page);
  const value = Number(match?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
