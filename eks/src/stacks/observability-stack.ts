import { Duration, type StackProps } from "aws-cdk-lib";
import * as budgets from "aws-cdk-lib/aws-budgets";
import type * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as logs from "aws-cdk-lib/aws-logs";
import type * as rds from "aws-cdk-lib/aws-rds";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { buildAlarms } from "../observability/alarms.ts";
import { buildDashboard } from "../observability/dashboard.ts";
import { fleetMetrics } from "../observability/fleet-metrics.ts";
import { PartStack } from "./part-stack.ts";

export interface ObservabilityStackProps extends StackProps {
  readonly names: Names;
  readonly namespace: string;
  readonly alerts: Config["alerts"];
  readonly budget?: Config["budget"];
  readonly tasks: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly storageEventsDead: sqs.IQueue;
  readonly database: rds.IDatabaseInstance;
  readonly distribution: cloudfront.IDistribution;
  /** What pods log, as JSON. */
  readonly podLogs: logs.ILogGroup;
}

/** What is measured, when somebody is told, and what it may cost. */
export class ObservabilityStack extends PartStack {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { names, alerts, budget } = props;
    this.topic = new sns.Topic(this, "alerts", { displayName: `Mediashare ${names.pipeline}`, enforceSSL: true });
    for (const email of alerts.emails) this.topic.addSubscription(new EmailSubscription(email));
    const metrics = fleetMetrics(this, props);
    const interruptions = this.#countSpotInterruptions();
    const action = new SnsAction(this.topic);
    for (const alarm of buildAlarms(this, { ...props, ...metrics, interruptions })) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    buildDashboard(this, { ...props, ...metrics, interruptions });
    if (budget) this.#addBudget(names, budget.monthlyUsd);
  }

  /** EC2 says two minutes before that it takes a Spot machine back; EventBridge counts what a rule matched. */
  #countSpotInterruptions(): cloudwatch.Metric {
    const rule = new events.Rule(this, "spot-warnings", {
      description: "Spot machines that EC2 is about to take back",
      eventPattern: { source: ["aws.ec2"], detailType: ["EC2 Spot Instance Interruption Warning"] },
    });
    const deliveries = new sns.Topic(this, "spot-events", { displayName: "Spot interruptions", enforceSSL: true });
    deliveries.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "Events",
        principals: [new iam.ServicePrincipal("events.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [deliveries.topicArn],
        conditions: { ArnEquals: { "aws:SourceArn": rule.ruleArn } },
      }),
    );
    rule.addTarget(new targets.SnsTopic(deliveries));
    return new cloudwatch.Metric({
      namespace: "AWS/Events",
      metricName: "TriggeredRules",
      dimensionsMap: { RuleName: rule.ruleName },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.hours(1),
    });
  }

  #addBudget(names: Names, amount: number): void {
    const budgetsMayTell = new iam.PolicyStatement({
      sid: "Budgets",
      principals: [new iam.ServicePrincipal("budgets.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [this.topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": this.account } },
    });
    this.topic.addToResourcePolicy(budgetsMayTell);
    const subscribers = [{ subscriptionType: "SNS", address: this.topic.topicArn }];
    const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold, thresholdType: "PERCENTAGE" },
      subscribers,
    });
    new budgets.CfnBudget(this, "budget", {
      budget: {
        budgetName: `${names.cluster}-${this.region}`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount, unit: "USD" },
      },
      notificationsWithSubscribers: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
    });
  }
}
