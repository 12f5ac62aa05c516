import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { METRIC_PERIOD_MS, type MetricQuery, type MetricSeries, metricWindow } from "../readings/metric-series.ts";

/** CloudWatch's limit for one GetMetricData. */
export const MAX_METRIC_QUERIES = 500;

/** One GetMetricData for all queries; a series or the error of each, in their order. */
export async function readMetrics(
  cloudWatch: CloudWatchClient,
  queries: readonly MetricQuery[],
  nowMs: number,
): Promise<readonly (MetricSeries | Error)[]> {
  const { startMs, endMs } = metricWindow(nowMs);
  const command = new GetMetricDataCommand({
    StartTime: new Date(startMs),
    EndTime: new Date(endMs),
    ScanBy: "TimestampDescending",
    MetricDataQueries: queries.map(({ namespace, metric, dimensions, stat }, index) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: METRIC_PERIOD_MS / 1000,
        Stat: stat,
      },
    })),
  });
  // 500 queries over ten minutes are 5,000 points: far below the 100,800 at which a second page would begin.
  const { MetricDataResults = [] } = await cloudWatch.send(command);
  const results = new Map(MetricDataResults.map((result) => [result.Id, result]));
  return queries.map((_query, index) => readSeries(results.get(`q${index}`)));
}

function readSeries(result: MetricDataResult | undefined): MetricSeries | Error {
  if (result?.StatusCode === "Forbidden") return named("AccessDenied", "CloudWatch answered Forbidden for this metric");
  if (result?.StatusCode === "InternalError") return named("InternalError", "CloudWatch could not read this metric");
  const values = result?.Values ?? [];
  const points = (result?.Timestamps ?? []).map((at, index) => ({ atMs: at.getTime(), value: values[index] ?? Number.NaN }));
  return points.filter(({ value }) => Number.isFinite(value)).sort((a, b) => b.atMs - a.atMs);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
