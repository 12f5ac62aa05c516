import { setTimeout as sleep } from "node:timers/promises";
import { createLogger, Lifecycle } from "@mediashare/kit";
import { expect } from "chai";

describe("Lifecycle", () => {
  const create = (graceMs: number) => new Lifecycle({ logger: createLogger({ service: "test", level: "silent" }), graceMs });
  const failure = async (stopping: Promise<void>): Promise<AggregateError> =>
    stopping.then(
      () => expect.fail("it stopped"),
      (error: AggregateError) => error,
    );

  it("ends its parts one after another, the last one first, each told the time that is left", async () => {
    const lifecycle = create(1_000);
    const ended: [string, number][] = [];
    for (const name of ["database", "server"]) {
      lifecycle.onStop(name, async (graceMs) => {
        await sleep(50);
        ended.push([name, graceMs]);
      });
    }
    await lifecycle.stop();
    expect(ended.map(([name]) => name)).to.deep.equal(["server", "database"]);
    expect(ended[0]?.[1]).to.be.within(990, 1_000);
    expect(ended[1]?.[1]).to.be.below(960);
  });

  it("ends the others although one fails, and says which", async () => {
    const lifecycle = create(1_000);
    let ended = false;
    lifecycle.onStop("database", async () => {
      ended = true;
    });
    lifecycle.onStop("queue", () => Promise.reject(new Error("broken")));
    const error = await failure(lifecycle.stop());
    expect(ended).to.equal(true);
    expect(error.errors.map(({ message, cause }) => [message, cause.message])).to.deep.equal([["queue did not stop", "broken"]]);
  });

  it("does not wait for a part that never ends, nor take its time from the others", async () => {
    const lifecycle = create(50);
    let ended = false;
    lifecycle.onStop("database", async () => {
      await sleep(20);
      ended = true;
    });
    lifecycle.onStop("stuck", () => new Promise(() => undefined));
    const error = await failure(lifecycle.stop());
    expect(error.errors.map(({ message }) => message)).to.deep.equal(["stuck did not stop"]);
    expect(ended).to.equal(true);
  });

  it("ends once, however often it is told to", async () => {
    const lifecycle = create(1_000);
    let times = 0;
    lifecycle.onStop("part", async () => {
      times += 1;
    });
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    expect(times).to.equal(1);
  });
});
