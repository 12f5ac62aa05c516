import type { AwsClients } from "../aws/clients.ts";
import { MAX_METRIC_QUERIES, readMetrics } from "../aws/read-metrics.ts";
import { BatchedReadings } from "./batched-readings.ts";
import type { MetricQuery, MetricSeries } from "./metric-series.ts";
import type { Clock } from "./shared-readings.ts";

/** CloudWatch has a new point each minute, and each query costs: twice a minute is often enough. */
const maxAgeMs = 25_000;
const windowMs = 50;

/** CloudWatch metrics of all pipelines, in as few calls as they fit. */
export class MetricReader {
  readonly #regions = new Map<AwsClients, BatchedReadings<MetricQuery, MetricSeries | Error>>();
  readonly #now: Clock;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Throws what CloudWatch answered for this metric, or for the call that it was in. */
  async read(aws: AwsClients, query: MetricQuery): Promise<MetricSeries> {
    const series = await this.#batches(aws).get(query);
    if (series instanceof Error) throw series;
    return series;
  }

  #batches(aws: AwsClients): BatchedReadings<MetricQuery, MetricSeries | Error> {
    const known = this.#regions.get(aws);
    if (known) return known;
    const batches = new BatchedReadings<MetricQuery, MetricSeries | Error>({
      now: this.#now,
      read: (queries) => readMetrics(aws.cloudWatch, queries, this.#now()),
      keyOf: ({ namespace, metric, dimensions, stat }) => JSON.stringify([namespace, metric, stat, Object.entries(dimensions).sort()]),
      maxBatch: MAX_METRIC_QUERIES,
      windowMs,
      maxAgeMs,
    });
    this.#regions.set(aws, batches);
    return batches;
  }
}
