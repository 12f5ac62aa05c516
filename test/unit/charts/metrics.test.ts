import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { declaredMetrics } from "../../support/charts/declared-metrics.ts";
import { readPromql } from "../../support/charts/read-promql.ts";

const read = (path: string): string => readFileSync(new URL(`../../../charts/${path}`, import.meta.url), "utf8");

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string; readonly description: string };
    }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number };
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

const alerts = ["mediashare", "mediashare-operator"].flatMap((chart) =>
  (parse(read(`${chart}/files/alerts.yaml`)) as Alerts).groups.flatMap(({ rules }) => rules),
);
const { panels } = JSON.parse(read("mediashare-operator/files/dashboard.json")) as Dashboard;
const targets = panels.flatMap(({ title, targets: all = [] }) => all.map((target) => ({ title, ...target })));

/** What the PodMonitor adds, and what Prometheus itself does. */
const ofScrape = ["pipeline", "fleet", "le"];

describe("alerts and dashboard", () => {
  const declared = declaredMetrics();

  function expectExported(expr: string): void {
    const { metrics, groupings } = readPromql(expr);
    expect(metrics, expr).to.not.be.empty;
    for (const { name, labels } of metrics) {
      expect([...declared.keys()], `a metric of ${expr}`).to.include(name);
      expect([...(declared.get(name) ?? []), ...ofScrape], `the labels of ${name}`).to.include.members([...labels, ...groupings]);
    }
  }

  for (const { alert, expr, annotations, labels } of alerts) {
    it(`${alert} reads metrics that our processes export, with labels that they have`, () => {
      expectExported(expr);
      expect(labels.severity).to.be.oneOf(["warning", "critical"]);
      const shown = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label as string);
      const kept = readPromql(expr).groupings;
      if (kept.length > 0) expect(kept, "labels that the alert still has").to.include.members(shown);
    });
  }

  for (const { title, expr, legendFormat } of targets) {
    it(`the panel "${title}", ${legendFormat}, reads metrics that our processes export`, () => {
      expectExported(expr.replaceAll("$__rate_interval", "5m"));
      const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label as string);
      expect(readPromql(expr.replaceAll("$__rate_interval", "5m")).groupings).to.include.members(shown);
    });
  }

  it("have panels of their own places and ids", () => {
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    expect(new Set(panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`)).size).to.equal(panels.length);
  });

  it("find a metric that nobody declares, and text that is no query", () => {
    expect(() => expectExported("rate(mediashare_unknown_total[5m])")).to.throw("mediashare_unknown_total");
    expect(() => expectExported("sum by (nobody) (mediashare_tasks_in_flight)")).to.throw("nobody");
    expect(() => readPromql("sum(")).to.throw(SyntaxError);
  });
});
