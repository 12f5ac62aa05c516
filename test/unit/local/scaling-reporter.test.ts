import { findFreePort, ScalingReporter } from "@mediashare/local";
import { decide, emptyMemory, type Memory, type Observation, type PolicySpec } from "@mediashare/policy";
import { expect } from "chai";

const spec: PolicySpec = {
  worker: { mode: "Auto", min: 1, max: 3, concurrency: 1, drainTargetMs: 3_000, scaleDownDelayMs: 30_000, defaultTaskSeconds: 2 },
};
const startMs = Date.parse("2026-01-01T00:00:00Z");

/** What the pool sees while one worker is busy and so many tasks wait. */
const observe = (visible: number, takenAtMs: number): Observation => ({
  worker: {
    queue: { value: { visible, inFlight: 1 }, takenAtMs },
    meanTaskSeconds: { value: 2, takenAtMs },
    workers: { value: { asked: 1, members: [{ name: "worker-1", state: "busy" }] }, takenAtMs },
  },
});

describe("the report of the local worker pool", () => {
  let reporter: ScalingReporter;
  let url: string;
  let server: { close(): Promise<void> };
  let memory: Memory;
  beforeEach(async () => {
    reporter = new ScalingReporter();
    memory = emptyMemory();
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}/`;
    server = await reporter.listen(port);
  });
  afterEach(() => server.close());

  const tick = (visible: number, atMs: number): void => {
    const result = decide(observe(visible, atMs), spec, memory, atMs);
    memory = result.memory;
    reporter.decided(result.decision);
  };

  it("is not there before something was decided", async () => {
    expect((await fetch(url)).status).to.equal(404);
  });

  it("says what was decided last, and the changes before it, latest first", async () => {
    tick(0, startMs);
    tick(20, startMs + 1_000);
    const report = await (await fetch(url)).json();
    expect(report).to.deep.include({ time: "2026-01-01T00:00:01.000Z", nodeGroups: [] });
    expect(report.workers).to.include({ desired: 3, asked: 1, busy: 1, visible: 20, inFlight: 1, meanTaskSeconds: 2 });
    expect(report.message).not.to.equal("");
    expect(report.changes[0]).to.include({ time: "2026-01-01T00:00:01.000Z", from: 1, to: 3 });
    tick(20, startMs + 2_000);
    expect((await (await fetch(url)).json()).changes.map(({ time }: { time: string }) => time)).to.include("2026-01-01T00:00:01.000Z");
  });

  it("stays short", async () => {
    for (let second = 0; second < 50; second += 1) tick(20, startMs + second * 1_000);
    expect((await (await fetch(url)).json()).changes).to.have.length(20);
  });
});
