import { cloudWatchMetrics } from "@mediashare/contract";
import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Names } from "../names.ts";

export interface FleetMetrics {
  readonly requests: cloudwatch.Metric;
  readonly serverErrors: cloudwatch.Metric;
  /** Mean seconds of a task, as the operator reads it. */
  readonly taskSeconds: cloudwatch.Metric;
}

export interface FleetMetricsSource {
  readonly names: Names;
  readonly namespace: string;
  readonly podLogs: logs.ILogGroup;
}

/**
 * Requests and their failures, counted from the fleets' own access logs (one line for each, `services/kit/src/http/access-log.ts`): the
 * load balancer is made by a controller in the cluster, so that no template knows its name. Fluent Bit parses a pod's JSON into log_processed.
 */
export function fleetMetrics(scope: Construct, { names, namespace, podLogs }: FleetMetricsSource): FleetMetrics {
  const ofNamespace = logs.FilterPattern.stringValue("$.kubernetes.namespace_name", "=", namespace);
  const request = logs.FilterPattern.stringValue("$.log_processed.msg", "=", "request");
  const count = (id: string, metricName: string, ...patterns: logs.JsonPattern[]): cloudwatch.Metric => {
    new logs.MetricFilter(scope, id, {
      logGroup: podLogs,
      filterPattern: logs.FilterPattern.all(ofNamespace, request, ...patterns),
      metricNamespace: cloudWatchMetrics.namespace,
      metricName: `${names.cluster}-${metricName}`,
      metricValue: "1",
      defaultValue: 0,
    });
    return new cloudwatch.Metric({
      namespace: cloudWatchMetrics.namespace,
      metricName: `${names.cluster}-${metricName}`,
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
    });
  };
  return {
    requests: count("count-requests", "Requests"),
    serverErrors: count("count-server-errors", "ServerErrors", logs.FilterPattern.numberValue("$.log_processed.status", ">=", 500)),
    taskSeconds: new cloudwatch.Metric({
      namespace: cloudWatchMetrics.namespace,
      metricName: cloudWatchMetrics.taskSeconds,
      dimensionsMap: { [cloudWatchMetrics.pipelineDimension]: names.pipeline },
      statistic: cloudwatch.Stats.AVERAGE,
      period: Duration.minutes(5),
    }),
  };
}
