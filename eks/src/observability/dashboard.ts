import { Duration } from "aws-cdk-lib";
import type * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Names } from "../names.ts";
import type { Watched } from "./alarms.ts";
import { deliveryMetric } from "./delivery-metric.ts";

export interface Shown extends Watched {
  readonly names: Names;
  readonly distribution: cloudfront.IDistribution;
}

/** The way of a file from left to right: taken in, waiting, processed, delivered. */
export function buildDashboard(scope: Construct, shown: Shown): cloudwatch.Dashboard {
  const { names, tasks, deadLetters, database, distribution, requests, serverErrors, taskSeconds, interruptions } = shown;
  const period = Duration.minutes(1);
  const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
    new cloudwatch.GraphWidget({ title, left, right, width: 12, height: 6 });
  const delivered = (metricName: string, statistic: string) => deliveryMetric(distribution, metricName, statistic);
  return new cloudwatch.Dashboard(scope, "dashboard", {
    dashboardName: names.cluster,
    defaultInterval: Duration.hours(12),
    widgets: [
      [
        graph("Requests, and answers 5xx", [requests], [serverErrors]),
        graph(
          "Tasks that wait and run",
          [tasks.metricApproximateNumberOfMessagesVisible({ period }), tasks.metricApproximateNumberOfMessagesNotVisible({ period })],
          [deadLetters.metricApproximateNumberOfMessagesVisible({ period, label: "Dead letters" })],
        ),
      ],
      [
        graph("Age of the oldest task, and mean seconds of a task", [tasks.metricApproximateAgeOfOldestMessage({ period })], [taskSeconds]),
        graph("Spot interruptions in an hour", [interruptions]),
      ],
      [
        graph("Database: CPU, and connections", [database.metricCPUUtilization()], [database.metricDatabaseConnections()]),
        graph(
          "CDN: bytes, and errors in percent",
          [delivered("BytesDownloaded", "Sum")],
          [delivered("4xxErrorRate", "Average"), delivered("5xxErrorRate", "Average")],
        ),
      ],
    ],
  });
}
