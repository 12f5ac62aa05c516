import type { Reading } from "@mediashare/policy";

/** What to ask CloudWatch for. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: "Sum" | "SampleCount" | "Average" | "Maximum";
}

export interface MetricPoint {
  /** The start of its minute. */
  readonly atMs: number;
  readonly value: number;
}

/** Newest first. */
export type MetricSeries = readonly MetricPoint[];

/** Every metric is read by the minute, over the same ten. */
export const METRIC_PERIOD_MS = 60_000;
export const METRIC_WINDOW_MS = 600_000;

/** Bounds on full minutes: a minute that is not over yet would count too little. */
export function metricWindow(nowMs: number): { readonly startMs: number; readonly endMs: number } {
  const endMs = Math.floor(nowMs / METRIC_PERIOD_MS) * METRIC_PERIOD_MS;
  return { startMs: endMs - METRIC_WINDOW_MS, endMs };
}

/** The newest point; it is true for the minute that it ends. */
export function newestPoint([point]: MetricSeries): Reading<number> | null {
  return point ? { value: point.value, takenAtMs: point.atMs + METRIC_PERIOD_MS } : null;
}

/** The mean of all samples of the window: a minute with more tasks weighs more. CloudWatch's own Average could not be joined so. */
export function weightedMean(sums: MetricSeries, counts: MetricSeries): Reading<number> | null {
  const countAt = new Map(counts.map(({ atMs, value }) => [atMs, value]));
  const known = sums.filter(({ atMs }) => (countAt.get(atMs) ?? 0) > 0);
  const [newest] = known;
  if (!newest) return null;
  const samples = known.reduce((total, { atMs }) => total + (countAt.get(atMs) ?? 0), 0);
  const sum = known.reduce((total, { value }) => total + value, 0);
  return { value: sum / samples, takenAtMs: newest.atMs + METRIC_PERIOD_MS };
}
