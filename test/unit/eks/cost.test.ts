import { readFileSync } from "node:fs";
import { estimateCost, parseConfig, readConfig, renderEstimate } from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, examples } from "../../support/eks.ts";

describe("the cost estimate", () => {
  const small = () => readConfig(exampleFile("small"));
  const usd = (config: ReturnType<typeof small>, what: string) =>
    estimateCost(config).lines.find((line) => line.what === what)?.usdPerMonth;

  it("is the sum of its lines", () => {
    for (const example of examples) {
      const { lines, usdPerMonth } = estimateCost(readConfig(exampleFile(example)));
      expect(lines.reduce((sum, line) => sum + line.usdPerMonth, 0)).to.equal(usdPerMonth);
    }
  });

  it("reckons hours, disks, copies and Spot", () => {
    expect(usd(small(), "EKS control plane")).to.be.closeTo(73, 0.01);
    // 2 × (730 h × 0.0672 + 30 GiB × 0.08)
    expect(usd(small(), "Nodes: system")).to.be.closeTo(102.91, 0.01);
    // 50 h × 0.1632 × 0.4
    expect(usd(small(), "Workers above that")).to.be.closeTo(3.26, 0.01);
    // 2 × (730 h × 0.239 + 100 GiB × 0.115)
    expect(usd(readConfig(exampleFile("production")), "Database")).to.be.closeTo(371.94, 0.01);
  });

  it("tells its date, its region, and when the budget is too small", () => {
    const config = parseConfig(readFileSync(exampleFile("small"), "utf8").replace("monthlyUsd: 600", "monthlyUsd: 100"), "test.yaml");
    const page = renderEstimate(config, estimateCost(config));
    expect(page)
      .to.match(/list prices of us-east-1 as of early 2025/)
      .and.match(/eu-west-1 has prices of its own/);
    expect(page).to.match(/above budget\.monthlyUsd, 100/);
  });
});
