import type { Reading } from "@mediashare/policy";
import type { AwsClients } from "../aws/clients.ts";
import { during } from "../aws/failed-call.ts";
import type { MetricReader } from "./metric-reader.ts";
import { newestPoint } from "./metric-series.ts";

/** Requests of the last full minute for each target behind the load balancer; `null` while CloudWatch has no data. */
export async function readRequestCount(targetGroup: string, aws: AwsClients, metrics: MetricReader): Promise<Reading<number> | null> {
  const dimension = targetGroupDimension(targetGroup);
  const call = { action: "cloudwatch:GetMetricData", resource: `RequestCountPerTarget of ${dimension}`, region: aws.region };
  const query = {
    namespace: "AWS/ApplicationELB",
    metric: "RequestCountPerTarget",
    dimensions: { TargetGroup: dimension },
    stat: "Sum",
  } as const;
  return newestPoint(await during(call, () => metrics.read(aws, query)));
}

/** CloudWatch names a target group by the end of its ARN: `targetgroup/<name>/<id>`. */
export function targetGroupDimension(targetGroup: string): string {
  return targetGroup.split(":").at(-1) ?? targetGroup;
}
