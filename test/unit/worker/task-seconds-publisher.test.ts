import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@mediashare/kit";
import { type Statistics, startTaskSecondsPublisher } from "@mediashare/worker";
import { expect } from "chai";
import { waitFor } from "../../support/wait-for.ts";

const logger = createLogger({ service: "test", level: "silent" });

describe("publishing task seconds", () => {
  it("sends one data point for all tasks of an interval, and none for an interval without tasks", async () => {
    const sent: Statistics[] = [];
    const publisher = start(async (statistics) => void sent.push(statistics));
    for (const seconds of [3, 1, 8]) publisher.record(seconds);
    await waitFor("a data point", () => sent.length > 0);
    await sleep(60);
    expect(sent).to.deep.equal([{ sampleCount: 3, sum: 12, minimum: 1, maximum: 8 }]);
    await publisher.close(1_000);
  });

  it("sends what is left when it closes", async () => {
    const sent: Statistics[] = [];
    const publisher = start(async (statistics) => void sent.push(statistics), 60_000);
    publisher.record(5);
    await publisher.close(1_000);
    expect(sent).to.deep.equal([{ sampleCount: 1, sum: 5, minimum: 5, maximum: 5 }]);
  });

  it("keeps what could not be sent, adds what came since, and counts each failure", async () => {
    const sent: Statistics[] = [];
    let failures = 0;
    const publisher = startTaskSecondsPublisher({
      send: async (statistics) => {
        if (failures < 2) throw new Error("CloudWatch is away");
        sent.push(statistics);
      },
      intervalMs: 20,
      logger,
      countError: () => {
        failures += 1;
        publisher.record(1);
      },
    });
    publisher.record(10);
    await waitFor("a data point", () => sent.length > 0);
    expect(sent).to.deep.equal([{ sampleCount: 3, sum: 12, minimum: 1, maximum: 10 }]);
    await publisher.close(1_000);
  });

  it("does not hold up the end when CloudWatch does not answer", async () => {
    const publisher = start(
      (_statistics, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    publisher.record(1);
    const startMs = performance.now();
    await publisher.close(100);
    expect(performance.now() - startMs).to.be.below(1_000);
  });
});

function start(send: (statistics: Statistics, signal: AbortSignal) => Promise<void>, intervalMs = 20) {
  return startTaskSecondsPublisher({ send, intervalMs, logger, countError: () => undefined });
}
