import { readFileSync } from "node:fs";
import { cloudWatchMetrics } from "@mediashare/contract";
import { buildApp, readConfig } from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, examples, readable, resourceOf, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";
import { readChapters } from "../../support/runbook.ts";

const chapters = readChapters(readFileSync(new URL("../../../eks/RUNBOOK.md", import.meta.url), "utf8")).map(({ title }) => title);

for (const example of examples) {
  describe(`what ${example} watches`, () => {
    const template = () => templateOf(example, "observability");
    const alarm = (id: string) => resourceOf(template(), "AWS::CloudWatch::Alarm", id).Properties;

    it("tells people of every alarm, by TLS only", () => {
      const { emails } = synthesized(example).config.alerts;
      expect(
        resourcesOf(template(), "AWS::SNS::Subscription")
          .filter(({ Properties }) => Properties["Protocol"] === "email")
          .map(({ Properties }) => Properties["Endpoint"]),
      ).to.deep.equal(emails);
      for (const { id, Properties } of resourcesOf(template(), "AWS::CloudWatch::Alarm")) {
        expect(readable(Properties["AlarmActions"]), id).to.deep.equal([`<${resourceOf(template(), "AWS::SNS::Topic", "alerts").id}>`]);
        expect(Properties["AlarmDescription"], id).to.match(/\w\.$/);
        const chapter = /Runbook: (.+)\.$/.exec(Properties["AlarmDescription"])?.[1];
        if (chapter !== undefined) expect(chapters, id).to.include(chapter);
      }
      for (const { id, Properties } of resourcesOf(template(), "AWS::SNS::TopicPolicy")) {
        expect(JSON.stringify(Properties["PolicyDocument"]), id).to.include('"aws:SecureTransport":"false"');
      }
    });

    it("rings for old messages, dead letters, errors and Spot that goes", () => {
      const { alerts } = synthesized(example).config;
      expect(alarm("oldestmessage")).to.deep.include({
        MetricName: "ApproximateAgeOfOldestMessage",
        Threshold: alerts.oldestMessageMinutes * 60,
      });
      expect(alarm("deadletters")).to.deep.include({
        MetricName: "ApproximateNumberOfMessagesVisible",
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
      });
      expect(alarm("servererrors")).to.deep.include({ Threshold: alerts.serverErrorPercent });
      expect(alarm("spotinterruptions")).to.deep.include({ Namespace: "AWS/Events", Threshold: alerts.spotInterruptionsPerHour });
      const rule = resourcesOf(template(), "AWS::Events::Rule").map(({ Properties }) => Properties["EventPattern"]);
      expect(rule).to.deep.equal([{ source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] }]);
    });

    it("rings for nothing that is not measured: metrics of the fleets' own logs go where the alarm looks", () => {
      const filters = resourcesOf(template(), "AWS::Logs::MetricFilter").map(({ Properties }) => Properties);
      const counted = filters.flatMap(({ MetricTransformations }) =>
        MetricTransformations.map(({ MetricName }: { MetricName: string }) => MetricName),
      );
      const looked = (alarm("servererrors")["Metrics"] as { MetricStat?: { Metric: { MetricName: string; Namespace: string } } }[]).flatMap(
        ({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []),
      );
      expect(looked.map(({ MetricName }) => MetricName)).to.have.members(counted);
      expect(new Set(looked.map(({ Namespace }) => Namespace))).to.deep.equal(new Set([cloudWatchMetrics.namespace]));
      expect(filters.map(({ FilterPattern }) => FilterPattern)).to.deep.equal([
        `{ ($.kubernetes.namespace_name = "${synthesized(example).config.namespace}") && ($.log_processed.msg = "request") }`,
        `{ ($.kubernetes.namespace_name = "${synthesized(example).config.namespace}") && ($.log_processed.msg = "request") && ($.log_processed.status >= 500) }`,
      ]);
    });

    it("rings for the CDN's errors where CloudFront's metrics are, and tells the same people", () => {
      const { alerts, name } = synthesized(example).config;
      const edge = templateOf(example, "edge-alarms");
      const { Properties } = resourceOf(edge, "AWS::CloudWatch::Alarm");
      const metrics = Properties["Metrics"] as {
        Expression?: string;
        MetricStat?: { Metric: { MetricName: string; Dimensions: unknown } };
      }[];
      const looked = metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
      expect(looked.map(({ MetricName }) => MetricName)).to.have.members(["5xxErrorRate", "Requests"]);
      expect(metrics.find(({ Expression }) => Expression)?.Expression).to.equal("IF(requests >= 20, failures, 0)");
      for (const { Dimensions } of looked) expect(JSON.stringify(Dimensions)).to.include("DistributionId").and.include('"Global"');
      expect(Properties).to.deep.include({ Threshold: alerts.serverErrorPercent, TreatMissingData: "notBreaching" });
      const topic = resourceOf(edge, "AWS::SNS::Topic").id;
      expect(readable(Properties["AlarmActions"])).to.deep.equal([`<${topic}>`]);
      expect(resourcesOf(edge, "AWS::SNS::Subscription").map((each) => each.Properties["Endpoint"])).to.deep.equal(alerts.emails);
      expect(JSON.stringify(resourceOf(edge, "AWS::SNS::TopicPolicy").Properties)).to.include('"aws:SecureTransport":"false"');
      const { app } = buildApp(readConfig(exampleFile(example)), { templatesOnly: true });
      expect(app.synth().getStackByName(`${name}-edge-alarms`).environment.region).to.equal("us-east-1");
    });

    it("shows a file's way on one page: taken in, waiting, processed, delivered, and what goes wrong", () => {
      const page = String(readable(resourceOf(template(), "AWS::CloudWatch::Dashboard").Properties["DashboardBody"]));
      const { name } = synthesized(example).config;
      const shown = [`${name}-Requests`, `${name}-ServerErrors`, "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"];
      shown.push(
        cloudWatchMetrics.taskSeconds,
        "TriggeredRules",
        "CPUUtilization",
        "DatabaseConnections",
        "BytesDownloaded",
        "5xxErrorRate",
      );
      for (const metric of shown) expect(page).to.include(`"${metric}"`);
    });

    it("keeps an eye on the budget", () => {
      const { Budget, NotificationsWithSubscribers } = resourceOf(template(), "AWS::Budgets::Budget").Properties as {
        Budget: { BudgetLimit: unknown };
        NotificationsWithSubscribers: { Notification: { NotificationType: string; Threshold: number } }[];
      };
      expect(Budget.BudgetLimit).to.deep.equal({ Amount: synthesized(example).config.budget?.monthlyUsd, Unit: "USD" });
      const told = NotificationsWithSubscribers.map(({ Notification: { NotificationType, Threshold } }) => [NotificationType, Threshold]);
      expect(told).to.deep.equal([
        ["ACTUAL", 80],
        ["FORECASTED", 100],
      ]);
    });
  });
}
