import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConfigError,
  estimateCost,
  hourlyPriced,
  PriceListError,
  parseConfig,
  priceQuery,
  readConfig,
  readHourlyPrice,
  readPriceBook,
  renderEstimate,
  renderPriceBook,
} from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, examples } from "../../support/eks.ts";
import { priceListProduct } from "../../support/price-list.ts";

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
    // 2 × 730 h × 0.0672
    expect(usd(small(), "Nodes: system")).to.be.closeTo(98.11, 0.01);
    // (2 + 1) × 30 GiB × 0.08
    expect(usd(small(), "Disks of nodes")).to.be.closeTo(7.2, 0.01);
    // 50 h × 0.1632 × 0.4
    expect(usd(small(), "Workers above that")).to.be.closeTo(3.26, 0.01);
    // 2 × 730 h × 0.239, and 2 × 100 GiB × 0.115
    expect(usd(readConfig(exampleFile("production")), "Database")).to.be.closeTo(348.94, 0.01);
    expect(usd(readConfig(exampleFile("production")), "Disk of the database")).to.be.closeTo(23, 0.01);
  });

  it("tells of each line of where and when its price is, and what that means", () => {
    for (const example of examples) {
      const page = renderEstimate(readConfig(exampleFile(example)), estimateCost(readConfig(exampleFile(example))));
      const rows = page.split("\n").filter((text) => /^\S.*? {2,}\d+\.\d\d /.test(text) && !text.startsWith("Total"));
      expect(rows.length).to.be.at.least(13);
      for (const row of rows) expect(row).to.match(/ {2}us-east-1, (early 2025|2026-07-06) {2}/);
      for (const row of rows) expect(row.includes("2026-07-06"), row).to.equal(/^(Nodes: |Workers above)/.test(row));
      expect(page)
        .to.match(/^us-east-1, early 2025: written down from memory/m)
        .and.match(/^us-east-1, 2026-07-06: AWS's price list/m);
    }
  });

  it("tells its region, and when the budget is too small", () => {
    const config = parseConfig(readFileSync(exampleFile("small"), "utf8").replace("monthlyUsd: 600", "monthlyUsd: 100"), "test.yaml");
    const page = renderEstimate(config, estimateCost(config));
    expect(page).to.match(/eu-west-1 has prices of its own/);
    expect(page).to.match(/above budget\.monthlyUsd, 100/);
  });
});

describe("prices of a region", () => {
  const config = () => readConfig(exampleFile("small"));
  const book = { region: "eu-west-1", asOf: "2026-11-25", usdPerHour: { "db.t4g.small": 0.04, "t4g.large": 0.08 } };

  it("go before those of the table, and what they lack is named", () => {
    const estimate = estimateCost(config(), book);
    const lineOf = (name: string) => estimate.lines.find(({ what }) => what === name);
    // 730 h × 0.04
    expect(lineOf("Database")?.usdPerMonth).to.be.closeTo(29.2, 0.001);
    expect([lineOf("Database")?.prices, lineOf("Nodes: media-spot")?.prices]).to.deep.equal([
      "eu-west-1, 2026-11-25",
      "us-east-1, 2026-07-06",
    ]);
    expect(hourlyPriced(config())).to.deep.equal(["t4g.large", "m7g.xlarge", "db.t4g.small"]);
    expect(renderEstimate(config(), estimate, book)).to.include("AWS has not been asked for m7g.xlarge: npm run prices -w eks");
    expect(renderEstimate(config(), estimateCost(config()))).to.include("npm run prices -w eks");
  });

  it("are read as they were written, and refused in another form or of another region", () => {
    const folder = mkdtempSync(join(tmpdir(), "mediashare-prices-"));
    const write = (text: string): void => writeFileSync(join(folder, "eu-west-1.json"), text);
    try {
      expect(readPriceBook(folder, "eu-west-1")).to.equal(undefined);
      write(renderPriceBook(book));
      expect(readPriceBook(folder, "eu-west-1")).to.deep.equal(book);
      write(renderPriceBook({ ...book, region: "us-east-1" }));
      expect(() => readPriceBook(folder, "eu-west-1")).to.throw(ConfigError, /is of us-east-1; write it anew: npm run prices/);
      for (const text of [
        "",
        JSON.stringify({ ...book, usdPerHour: { "t4g.large": "0.08" } }),
        JSON.stringify({ ...book, asOf: "today" }),
      ]) {
        write(text);
        expect(() => readPriceBook(folder, "eu-west-1"), text).to.throw(ConfigError, /eu-west-1\.json has a fault/);
      }
      expect(() => renderPriceBook({ ...book, usdPerHour: { "t4g.large": 0 } })).to.throw();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are asked of machines with Linux that are nobody's alone, and of Postgres in one zone", () => {
    const fields = (name: string) => Object.fromEntries(priceQuery(name, "eu-west-1").Filters.map(({ Field, Value }) => [Field, Value]));
    expect(fields("c7g.2xlarge")).to.deep.equal({
      instanceType: "c7g.2xlarge",
      regionCode: "eu-west-1",
      operatingSystem: "Linux",
      tenancy: "Shared",
      preInstalledSw: "NA",
      capacitystatus: "Used",
    });
    expect(fields("db.r7g.large")).to.include({
      instanceType: "db.r7g.large",
      databaseEngine: "PostgreSQL",
      deploymentOption: "Single-AZ",
    });
  });

  it("are taken only where the price list tells one", () => {
    const read = (...products: string[]) => readHourlyPrice("m7g.large", products);
    expect(read(priceListProduct({ usd: "0.0910000000" }), priceListProduct({ sku: "PAIDFOR", usd: "0.0000000000" }))).to.equal(0.091);
    expect(read(priceListProduct({ usd: "0.0910000000" }), priceListProduct({ usd: "9.0", unit: "Quantity" }))).to.equal(0.091);
    expect(() => read()).to.throw(PriceListError, /no hourly price of m7g\.large/);
    expect(() => read(priceListProduct({ usd: "0.1" }), priceListProduct({ sku: "OTHER", usd: "0.2" }))).to.throw(
      PriceListError,
      /several hourly prices of m7g\.large: 0\.1, 0\.2/,
    );
    for (const other of ["{", "{}", priceListProduct({ usd: "free" })])
      expect(() => read(other)).to.throw(PriceListError, /is of another form/);
  });
});
