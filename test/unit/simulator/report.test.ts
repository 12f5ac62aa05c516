import {
  DEFAULT_PEER,
  DEFAULT_WORLD,
  parseTrace,
  peerScaler,
  policyScaler,
  renderComparison,
  renderReport,
  simulate,
  TUNED_PEER,
} from "@mediashare/simulator";
import { expect } from "chai";
import { ON_DEMAND, SPOT, workerSpec } from "../../support/policy/builders.ts";

const spec = workerSpec({ nodeGroups: [ON_DEMAND, SPOT] });
const trace = parseTrace("0,300,5\n600,40,20");
const simulations = [policyScaler, peerScaler(DEFAULT_PEER), peerScaler(TUNED_PEER)].map((scaler) =>
  simulate({ spec, trace, scaler, world: DEFAULT_WORLD }),
);
const names = ["Mediashare", "KEDA + HPA + CA (defaults)", "KEDA + HPA + CA (tuned)"];

function page(changes: Partial<Parameters<typeof renderReport>[0]> = {}): string {
  return renderReport({ title: "photos under load.csv", notes: ["Seed 1."], simulations, ...changes });
}

describe("the report", () => {
  it("is one HTML page", () => {
    expect(page()).to.match(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
    expect(page()).to.include("<title>photos under load.csv</title>");
    expect(page().match(/<html|<\/html>|<body>|<\/body>/g)).to.have.length(4);
  });

  it("needs nothing else: no reference leads out of it, and no script runs in it", () => {
    expect(page()).not.to.match(/https?:|\bsrc=|\bhref=|@import|url\(|<script|<link|<iframe/i);
  });

  it("closes what it opens", () => {
    const open: string[] = [];
    for (const [tag, slash, name = ""] of page().matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (tag.endsWith("/>") || name === "meta") continue;
      if (slash === "") open.push(name);
      else expect(open.pop(), tag).to.equal(name);
    }
    expect(open).to.deep.equal([]);
  });

  it("shows what people wrote, and does not obey it", () => {
    const [first] = simulations;
    const html = page({
      title: `<script>alert("1")</script> & more`,
      notes: ["Tuned: <b>very</b>"],
      simulations: first ? [{ ...first, name: "<img onerror=1>" }] : [],
    });
    expect(html).to.include("<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</h1>");
    expect(html).to.include("<li>Tuned: &lt;b&gt;very&lt;/b&gt;</li>");
    expect(html).to.include("&lt;img onerror=1&gt;</th>");
    expect(html).not.to.match(/<(script|b|img)\b/);
  });

  it("has a line for each scaler in each chart, ours on top, and tells whose it is", () => {
    const figures = page().match(/<figure>[\s\S]*?<\/figure>/g) ?? [];
    expect(figures.map((figure) => /<figcaption>(.*?)<\/figcaption>/.exec(figure)?.[1])).to.deep.equal([
      "Backlog, tasks",
      "Workers on nodes",
      "Workers at work",
      "Nodes",
      "Nodes on demand",
    ]);
    for (const figure of figures) {
      expect([...figure.matchAll(/<path class="line (s\d)" d="M[\d.]+ [\d.]+L/g)].map(([, line]) => line)).to.deep.equal([
        "s2",
        "s1",
        "s0",
      ]);
    }
    expect([...page().matchAll(/<li class="(s\d)">(.*?)<\/li>/g)].map(([, line, name]) => [line, name])).to.deep.equal([
      ["s0", names[0]],
      ["s1", names[1]],
      ["s2", names[2]],
    ]);
  });

  it("draws within its frame, the peak of the backlog included", () => {
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(page()) ?? []).map(Number);
    const points = [...page().matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(points.length).to.be.greaterThan(1_000);
    expect(points.filter(([x, y]) => x < 0 || x > width || y < 0 || y > height)).to.deep.equal([]);
    expect(page(), "300 tasks at once: the axis goes to 300").to.match(/>300<\/span>/);
  });

  it("has a column for each scaler", () => {
    expect([...page().matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, name]) => name)).to.deep.equal(names);
    for (const row of page().match(/<tr><th scope="row">.*?<\/tr>/g) ?? []) expect(row.match(/<td>/g)).to.have.length(3);
  });
});

describe("the comparison in a terminal", () => {
  const lines = renderComparison(simulations).split("\n");

  it("names its scalers above, and a measure on each line", () => {
    expect(lines[0]?.trim().split(/ {2,}/)).to.deep.equal(names);
    expect(lines.slice(1).map((line) => line.split(/ {2,}/)[0])).to.include.members([
      "time to ready, p95",
      "worker-seconds",
      "cost of nodes",
    ]);
  });

  it("is aligned: names to the left, numbers to the right of their column", () => {
    expect(new Set(lines.map(({ length }) => length)).size, "lengths of lines").to.equal(1);
    const ends = names.map((name) => (lines[0]?.indexOf(name) ?? 0) + name.length);
    for (const line of lines.slice(1)) for (const end of ends) expect(line.slice(end - 1, end + 2), line).to.match(/^\S( {2}|)$/);
  });

  it("counts every task", () => {
    expect(
      lines
        .find((line) => line.startsWith("tasks done"))
        ?.trim()
        .split(/ {2,}/)
        .slice(1),
    ).to.deep.equal(["340", "340", "340"]);
  });
});
