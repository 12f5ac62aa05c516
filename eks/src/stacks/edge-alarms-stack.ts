import { Duration, type StackProps } from "aws-cdk-lib";
import type * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { deliveryMetric } from "../observability/delivery-metric.ts";
import { PartStack } from "./part-stack.ts";

export interface EdgeAlarmsStackProps extends StackProps {
  readonly names: Names;
  readonly alerts: Config["alerts"];
  readonly distribution: cloudfront.IDistribution;
}

/**
 * The alarms on the CDN. They are in us-east-1, wherever the rest is: CloudFront's metrics are there only, and an alarm looks at its own
 * region (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/monitoring-using-cloudwatch.html).
 */
export class EdgeAlarmsStack extends PartStack {
  constructor(scope: Construct, id: string, { names, alerts, distribution, ...props }: EdgeAlarmsStackProps) {
    super(scope, id, props);
    const topic = new sns.Topic(this, "alerts", { displayName: `Mediashare ${names.pipeline}, CDN`, enforceSSL: true });
    for (const email of alerts.emails) topic.addSubscription(new EmailSubscription(email));
    const failures = deliveryMetric(distribution, "5xxErrorRate", cloudwatch.Stats.AVERAGE);
    const requests = deliveryMetric(distribution, "Requests", cloudwatch.Stats.SUM);
    const alarm = new cloudwatch.Alarm(this, "delivery-errors", {
      // One failure at night is no share of anything.
      metric: new cloudwatch.MathExpression({
        expression: `IF(requests >= ${leastRequests}, failures, 0)`,
        usingMetrics: { requests, failures },
        period: Duration.minutes(5),
        label: "CDN: answers 5xx, percent",
      }),
      threshold: alerts.serverErrorPercent,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription:
        "The CDN answers too often with 5xx: its bucket, or the right to read it, is gone. Runbook: Lose an availability zone.",
    });
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

/** Fewer requests in five minutes tell nothing by their share. */
const leastRequests = 20;
