import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { cloudWatchMetrics } from "@mediashare/contract";
import type { Statistics } from "./statistics.ts";

export interface CloudWatchOptions {
  /** `<namespace>/<name>` of the MediaPipeline, the metric's dimension. */
  readonly pipeline: string;
  readonly region: string;
  /** For servers other than AWS. */
  readonly endpoint?: string | undefined;
}

/** Sends what tasks took to the metric that the operator scales by. The SDK is loaded with the first data point. */
export function createPutTaskSeconds(options: CloudWatchOptions): (statistics: Statistics, signal: AbortSignal) => Promise<void> {
  const { namespace, taskSeconds, pipelineDimension } = cloudWatchMetrics;
  let client: CloudWatchClient | undefined;
  return async ({ sampleCount, sum, minimum, maximum }, abortSignal) => {
    const { CloudWatchClient, PutMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
    client ??= new CloudWatchClient({
      region: options.region,
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      ...(options.endpoint && { endpoint: options.endpoint }),
    });
    const command = new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: [
        {
          MetricName: taskSeconds,
          Dimensions: [{ Name: pipelineDimension, Value: options.pipeline }],
          Timestamp: new Date(),
          Unit: "Seconds",
          StatisticValues: { SampleCount: sampleCount, Sum: sum, Minimum: minimum, Maximum: maximum },
        },
      ],
    });
    await client.send(command, { abortSignal });
  };
}
