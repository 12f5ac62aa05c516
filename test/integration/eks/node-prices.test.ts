import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { instanceFamilies, instancePricesAsOf, instanceType } from "@mediashare/eks";
import { expect } from "chai";

const run = promisify(execFile);
/** The prices in it are those that AWS's price list had in July 2026. */
const karpenter = "github.com/aws/karpenter-provider-aws@v1.14.0";
const sizes = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];

describe("the prices of nodes that the app knows", function () {
  this.timeout(300_000);
  let text: string;

  before(async function () {
    const hasGo = await run("go", ["version"]).then(
      () => true,
      () => false,
    );
    if (!hasGo) {
      console.log("      skipped: no Go on PATH");
      return this.skip();
    }
    const { stdout } = await run("go", ["mod", "download", "-json", karpenter], { cwd: tmpdir() }).catch(
      (error: { stdout: string }) => error,
    );
    const { Dir, Error: fault = "" } = JSON.parse(stdout) as { Dir: string; Error?: string };
    if (fault.includes("requires go")) {
      console.log(`      skipped: ${fault}`);
      return this.skip();
    }
    expect(fault).to.equal("");
    text = await readFile(join(Dir, "pkg/providers/pricing/zz_generated.pricing_aws.go"), "utf8");
  });

  it("are those of AWS's price list, as Karpenter keeps it, of the date that the estimate tells", () => {
    expect(/^\/\/ generated at (\S+)T\S+ for us-east-1$/m.exec(text)?.[1]).to.equal(instancePricesAsOf);
    const listed = new Map([...text.matchAll(/"([a-z0-9-]+\.[a-z0-9-]+)": (\d+\.\d+)/g)].map(([, name, usd]) => [name, Number(usd)]));
    const types = instanceFamilies.flatMap((family) => sizes.map((size) => `${family}.${size}`));
    for (const name of types) {
      const known = instanceType(name)?.usdPerHour;
      // What the app does not know is not to be had, or too large for a burstable one.
      if (known === undefined) expect(name).to.match(/^(t3|t4g)\.|^c5\.8xlarge$/);
      else expect(known, name).to.be.closeTo(listed.get(name) as number, 1e-9);
    }
  });
});
