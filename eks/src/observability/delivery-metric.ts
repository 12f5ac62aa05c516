import { Duration } from "aws-cdk-lib";
import type * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";

/** One of CloudFront's metrics, which are in us-east-1, wherever the rest is. */
export function deliveryMetric(distribution: cloudfront.IDistribution, metricName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: "AWS/CloudFront",
    metricName,
    dimensionsMap: { DistributionId: distribution.distributionId, Region: "Global" },
    statistic,
    period: Duration.minutes(5),
    region: "us-east-1",
  });
}
