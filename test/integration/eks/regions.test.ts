import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { databaseClassNames, instanceFamilies, isOffered, regionNames } from "@mediashare/eks";
import { expect } from "chai";
import { pythonPackage } from "../../support/python-package.ts";

interface ByRegion<T> {
  readonly [region: string]: T;
}

interface DatabaseClasses {
  readonly allOf: readonly {
    readonly if: { readonly properties: { readonly Engine?: { readonly const?: string } } };
    readonly then: { readonly properties: { readonly DBInstanceClass: { readonly enum: readonly string[] } } };
  }[];
}

describe("what regions have, as the app knows it", function () {
  this.timeout(300_000);
  let folder: string;

  before(async function () {
    const environment = await pythonPackage("cfn-lint", "1.58.0");
    if (environment === null) {
      console.log("      skipped: Python 3 with venv is not on PATH");
      return this.skip();
    }
    const [python = ""] = await readdir(join(environment, "lib"));
    folder = join(environment, "lib", python, "site-packages/cfnlint/data/schemas");
  });

  const read = async <T>(file: string): Promise<ByRegion<T>> => JSON.parse(await readFile(join(folder, "extensions", file), "utf8"));

  it("is what AWS's price list has, as cfn-lint keeps it", async () => {
    const { schema_date: date } = JSON.parse(await readFile(join(folder, "version.json"), "utf8"));
    expect(date).to.match(/^2026-10-20T/);
    const nodes = await read<{ readonly enum: readonly string[] }>("aws_ec2_instance/instancetype_enum.json");
    const databases = await read<DatabaseClasses>("aws_rds_dbinstance/dbinstanceclass_enum.json");
    for (const region of regionNames) {
      const types = new Set(nodes[region]?.enum);
      const lacking = instanceFamilies.filter((family) => !types.has(`${family}.large`));
      expect(
        instanceFamilies.filter((family) => !isOffered(`${family}.large`, region)),
        region,
      ).to.deep.equal(lacking);
      const classes = new Set(
        databases[region]?.allOf
          .filter((each) => each.if.properties.Engine?.const === "postgres")
          .flatMap((each) => each.then.properties.DBInstanceClass.enum),
      );
      expect(
        databaseClassNames.filter((name) => !isOffered(name, region)),
        region,
      ).to.deep.equal(databaseClassNames.filter((name) => !classes.has(name)));
    }
    const commercial = Object.keys(nodes).filter((name) => /^[a-z]{2}-[a-z]+-\d$/.test(name) && !name.startsWith("cn-"));
    expect(regionNames).to.deep.equal(commercial.sort());
  });
});
