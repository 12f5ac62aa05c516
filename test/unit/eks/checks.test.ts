import { buildApp, readConfig } from "@mediashare/eks";
import { RemovalPolicy } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { expect } from "chai";
import { exampleFile } from "../../support/eks.ts";

describe("AWS's checks at synth", () => {
  it("refuse what is not secure and has no reason given", () => {
    const { app, stacks } = buildApp(readConfig(exampleFile("small")), { templatesOnly: true });
    new Bucket(stacks.storage, "careless", { removalPolicy: RemovalPolicy.DESTROY });
    const report: string[] = [];
    const print = process.stderr.write;
    process.stderr.write = ((chunk: string) => report.push(chunk) > 0) as typeof process.stderr.write;
    try {
      expect(() => app.synth()).to.throw(/[Vv]alidation failed/);
    } finally {
      process.stderr.write = print;
    }
    expect(report.join("")).to.include("AwsSolutions-S10").and.include("careless");
  });
});
