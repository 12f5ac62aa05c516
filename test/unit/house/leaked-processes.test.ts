import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect } from "chai";
import { endLeakedProcesses, runVariable } from "../../support/leaked-processes.ts";

describe("processes that a suite leaves behind", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("are found, named and ended", async () => {
    const runId = randomUUID();
    const child = spawn("sleep", ["60"], { env: { ...process.env, [runVariable]: runId }, stdio: "ignore", detached: true });
    const exited = once(child, "exit");
    expect(await endLeakedProcesses(runId, 500)).to.deep.equal([`${child.pid} sleep 60`]);
    expect((await exited)[1]).to.equal("SIGKILL");
  });

  it("are none where all have ended", async () => {
    const runId = randomUUID();
    const child = spawn("sleep", ["0.3"], { env: { ...process.env, [runVariable]: runId }, stdio: "ignore" });
    const exited = once(child, "exit");
    expect(await endLeakedProcesses(runId, 10_000)).to.deep.equal([]);
    expect((await exited)[0]).to.equal(0);
  });
});
