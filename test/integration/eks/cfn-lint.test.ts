import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeTemplates } from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, examples } from "../../support/eks.ts";
import { pythonPackage } from "../../support/python-package.ts";

/** Left out, each for a reason. */
const ignored = [
  // aws-cdk-lib writes dependencies also where a reference implies them.
  "W3005",
  // Zones are named in the configuration, so that nothing must be looked up.
  "W3010",
];

describe("the templates by cfn-lint", function () {
  this.timeout(600_000);
  let folder: string;
  let program: string;

  before(async function () {
    const environment = await pythonPackage("cfn-lint", "1.58.0");
    if (environment === null) {
      console.log("      no cfn-lint: Python 3 with venv is not on PATH");
      return this.skip();
    }
    program = join(environment, "bin", "cfn-lint");
    folder = await mkdtemp(join(tmpdir(), "mediashare-eks-"));
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const lint = (...files: string[]): Promise<{ stdout: string; failed: boolean }> =>
    promisify(execFile)(program, ["--ignore-checks", ...ignored, "--", ...files]).then(
      ({ stdout }) => ({ stdout, failed: false }),
      ({ stdout }: { stdout: string }) => ({ stdout, failed: true }),
    );

  for (const example of examples) {
    it(`of ${example} are clean, and pass CloudFormation's own schemas and AWS's checks on the way`, async () => {
      const outdir = join(folder, example);
      const templates = writeTemplates(exampleFile(example), outdir);
      const files = (await readdir(outdir)).filter((name) => name.endsWith(".template.json"));
      expect(files).to.have.length(templates.size);
      const { stdout, failed } = await lint(...files.map((name) => join(outdir, name)));
      expect(stdout.trim()).to.equal("");
      expect(failed).to.equal(false);
    });
  }

  it("would be found where they were not", async () => {
    const file = join(folder, "wrong.json");
    await writeFile(file, JSON.stringify({ Resources: { queue: { Type: "AWS::SQS::Queue", Properties: { QueueNmae: "tasks" } } } }));
    expect(await lint(file)).to.deep.include({ failed: true });
  });
});
