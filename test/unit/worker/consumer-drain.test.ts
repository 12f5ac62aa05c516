import { setTimeout as sleep } from "node:timers/promises";
import type { ReceivedMessage, TaskQueue } from "@mediashare/core";
import { createApp, createLogger, serve } from "@mediashare/kit";
import { type Consumer, drainEndpoint, startConsumer } from "@mediashare/worker";
import { expect } from "chai";
import { waitFor } from "../../support/wait-for.ts";

const logger = createLogger({ service: "test", level: "silent" });

/** A queue that always has another message, and waits for one when it is told to be empty. */
class EndlessQueue {
  received = 0;
  isEmpty = false;

  async receive({ signal }: { signal?: AbortSignal }): Promise<ReceivedMessage[]> {
    while (this.isEmpty) await sleep(5, undefined, signal ? { signal } : {});
    this.received += 1;
    return [{ messageId: String(this.received), body: "", receiptHandle: "", receiveCount: 1 }];
  }
}

describe("a worker that is drained", () => {
  let queue: EndlessQueue;
  let consumer: Consumer;
  let finish: () => void;

  beforeEach(() => {
    queue = new EndlessQueue();
    finish = () => undefined;
    consumer = startConsumer({
      queue: queue as unknown as TaskQueue,
      concurrency: 1,
      visibilityMs: 1_000,
      handle: () => new Promise((resolve) => (finish = resolve)),
      logger,
      finishWindowMs: 10,
    });
  });
  afterEach(async () => {
    const stopping = consumer.stop();
    finish();
    await stopping;
  });

  it("finishes what it runs, takes nothing more, and goes on when the drain is taken back", async () => {
    await waitFor("a task", () => consumer.busy === 1);
    consumer.drain(60_000);
    expect(consumer.draining).to.equal(true);
    finish();
    await waitFor("the task to end", () => consumer.busy === 0);
    await sleep(50);
    expect(queue.received).to.equal(1);
    consumer.drain(0);
    await waitFor("another task", () => queue.received === 2);
    expect(consumer.draining).to.equal(false);
  });

  it("paused by an administrator, takes nothing more until that ends, whatever drains come and go meanwhile", async () => {
    await waitFor("a task", () => consumer.busy === 1);
    consumer.pause();
    expect(consumer.draining).to.equal(true);
    finish();
    await waitFor("the task to end", () => consumer.busy === 0);
    consumer.drain(10);
    await sleep(50);
    consumer.drain(0);
    await sleep(50);
    expect(queue.received).to.equal(1);
    consumer.resume();
    await waitFor("another task", () => queue.received === 2);
  });

  it("that is drained stays so when a pause ends", async () => {
    await waitFor("a task", () => consumer.busy === 1);
    consumer.drain(60_000);
    consumer.pause();
    finish();
    await waitFor("the task to end", () => consumer.busy === 0);
    consumer.resume();
    await sleep(50);
    expect(queue.received).to.equal(1);
  });

  it("does not wait for a message any more, and takes tasks again when the time is over", async () => {
    queue.isEmpty = true;
    await waitFor("a task", () => consumer.busy === 1);
    finish();
    await waitFor("the task to end", () => consumer.busy === 0);
    consumer.drain(150);
    queue.isEmpty = false;
    await sleep(60);
    expect(queue.received).to.equal(1);
    await waitFor("another task", () => queue.received === 2);
  });

  it("stops at once", async () => {
    await waitFor("a task", () => consumer.busy === 1);
    consumer.drain(60_000);
    finish();
    await consumer.stop();
  });

  it("is told so by POST /drain, for five minutes at most", async () => {
    const app = createApp({ logger });
    app.koa.use(drainEndpoint(consumer));
    const server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    const drain = async (query: string, method = "POST") =>
      (await fetch(`http://127.0.0.1:${server.port}/drain${query}`, { method })).status;
    expect(await drain("?seconds=301")).to.equal(400);
    expect(await drain("")).to.equal(400);
    expect(await drain("?seconds=60", "GET")).to.equal(404);
    expect(consumer.draining).to.equal(false);
    expect(await drain("?seconds=60")).to.equal(204);
    expect(consumer.draining).to.equal(true);
    expect(await drain("?seconds=0")).to.equal(204);
    expect(consumer.draining).to.equal(false);
    await server.close(1_000);
  });
});
