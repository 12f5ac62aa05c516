import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { chartNames } from "../../support/charts/ci-values.ts";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

describe("Chart.yaml", () => {
  const { version } = JSON.parse(read("package.json")) as { version: string };

  for (const chart of chartNames) {
    it(`of ${chart} has the version of what it installs: both are released together`, () => {
      expect(parse(read(`charts/${chart}/Chart.yaml`))).to.include({ name: chart, version, appVersion: version });
    });
  }
});
