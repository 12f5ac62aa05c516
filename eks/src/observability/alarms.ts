import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type * as rds from "aws-cdk-lib/aws-rds";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { FleetMetrics } from "./fleet-metrics.ts";

export interface Watched extends FleetMetrics {
  readonly alerts: Config["alerts"];
  readonly tasks: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly storageEventsDead: sqs.IQueue;
  readonly database: rds.IDatabaseInstance;
  readonly interruptions: cloudwatch.Metric;
}

/** Fewer requests in five minutes tell nothing by their share. */
const leastRequests = 20;
const gib = 2 ** 30;

/** What somebody is told of. Each description says what to do; the chapters are those of eks/RUNBOOK.md. */
export function buildAlarms(scope: Construct, watched: Watched): cloudwatch.Alarm[] {
  const { alerts, tasks, deadLetters, storageEventsDead, database, interruptions } = watched;
  const above = (id: string, metric: cloudwatch.IMetric, threshold: number, minutes: number, alarmDescription: string): cloudwatch.Alarm =>
    new cloudwatch.Alarm(scope, id, {
      metric,
      threshold,
      evaluationPeriods: minutes,
      datapointsToAlarm: minutes,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
  const waiting = (queue: sqs.IQueue) =>
    queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: cloudwatch.Stats.MAXIMUM });
  const low = { comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD };
  return [
    above(
      "oldest-message",
      tasks.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: cloudwatch.Stats.MAXIMUM }),
      alerts.oldestMessageMinutes * 60,
      3,
      "Files wait for longer than they should. Look at the MediaPipeline's conditions; Runbook: Spot drought.",
    ),
    // The upload fleet takes them out by itself, and marks their media failed: what stays for a quarter of an hour is not taken.
    above("dead-letters", waiting(deadLetters), 0, 15, "Dead letters are not taken out. Runbook: Drain the dead-letter queue."),
    above(
      "dead-storage-events",
      waiting(storageEventsDead),
      0,
      5,
      "Events of the bucket could not be read. Runbook: Drain the dead-letter queue.",
    ),
    above(
      "server-errors",
      errorPercent(watched),
      alerts.serverErrorPercent,
      2,
      "The fleets answer too often with 5xx. Look at their logs for the same minutes.",
    ),
    above(
      "spot-interruptions",
      interruptions,
      alerts.spotInterruptionsPerHour,
      1,
      "EC2 takes many Spot machines back. Runbook: Spot drought.",
    ),
    above(
      "database-cpu",
      database.metricCPUUtilization({ period: Duration.minutes(5) }),
      85,
      3,
      "The database is busy. A larger instanceClass helps.",
    ),
    new cloudwatch.Alarm(scope, "database-storage", {
      metric: database.metricFreeStorageSpace({ period: Duration.minutes(5) }),
      threshold: 2 * gib,
      evaluationPeriods: 2,
      ...low,
      alarmDescription: "The database's disk is nearly full, and has grown as far as maxStorageGib lets it: raise it.",
    }),
  ];
}

function errorPercent({ requests, serverErrors }: FleetMetrics): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `IF(requests >= ${leastRequests}, 100 * errors / requests, 0)`,
    usingMetrics: { requests, errors: serverErrors },
    period: Duration.minutes(5),
    label: "Answers 5xx, percent",
  });
}
