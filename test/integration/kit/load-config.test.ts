import { spawnSync } from "node:child_process";
import { expect } from "chai";

describe("a process with a faulty configuration", () => {
  it("prints every fault and ends with EX_CONFIG, before it reaches for anything", () => {
    const main = `import { loadConfig } from "@mediashare/kit"; loadConfig(["MEDIASHARE_DATABASE_URL", "MEDIASHARE_PORT"]); process.stdout.write("went on");`;
    const { status, stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", main], {
      cwd: import.meta.dirname,
      env: { MEDIASHARE_DATABASE_URL: "hunter2", MEDIASHARE_PORT: "many" },
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(78);
    expect(stdout).to.equal("");
    expect(stderr)
      .to.match(/2 faults/)
      .and.match(/MEDIASHARE_DATABASE_URL is not/)
      .and.match(/MEDIASHARE_PORT=many is not a whole number/);
    expect(stderr).not.to.match(/hunter2|at .*\.ts:/);
  });
});
