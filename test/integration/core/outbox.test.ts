import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createTask,
  type Knex,
  migrate,
  type OutgoingMessage,
  openDatabase,
  type SqsTaskQueue,
  sendOutboxBatch,
  startRelay,
  type TaskQueue,
} from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { Registry } from "prom-client";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";
import { startSqs, type TestSqs } from "../../support/sqs.ts";
import { waitFor } from "../../support/wait-for.ts";

const logger = createLogger({ service: "test", level: "silent" }, new Writable({ write: (_chunk, _encoding, done) => done() }));

describe("the outbox", () => {
  let database: TestDatabase;
  let db: Knex;
  let sqs: TestSqs;
  let queue: SqsTaskQueue;

  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 6, applicationName: "test" });
    await migrate(db);
    sqs = await startSqs();
  });

  beforeEach(async () => {
    await db("outbox").delete();
    const { url } = await sqs.createQueues();
    queue = sqs.open(url);
  });

  after(async () => {
    await sqs.stop();
    await db.destroy();
    await database.drop();
  });

  const queueTask = async (ordinal = 0): Promise<void> =>
    createTask(db, { media: await insertMedia(db), kind: "process", ordinal, spec: {}, weight: 1, traceparent: undefined });

  it("sends every row once and deletes it", async () => {
    for (let index = 0; index < 25; index += 1) await queueTask();
    expect(await sendOutboxBatch(db, queue)).to.deep.include({ taken: 25, sent: 25 });
    expect((await queue.depth()).visible).to.equal(25);
    expect(await db("outbox").select("id")).to.deep.equal([]);
  });

  it("sends each row once when several relays work at the same time", async () => {
    for (let index = 0; index < 150; index += 1) await queueTask();
    const results = await Promise.all(Array.from({ length: 4 }, () => sendOutboxBatch(db, queue)));
    expect(results.reduce((sum, { sent }) => sum + sent, 0)).to.equal(150);
    expect((await queue.depth()).visible).to.equal(150);
  });

  it("keeps the rows that the queue refuses", async () => {
    await queueTask();
    await queueTask();
    const refusingSecond: TaskQueue = Object.assign(Object.create(queue) as TaskQueue, {
      send: async (messages: readonly OutgoingMessage[]) => {
        await queue.send(messages.slice(0, 1));
        return { accepted: [0], rejected: [{ index: 1, reason: "Throttled" }] };
      },
    });
    expect(await sendOutboxBatch(db, refusingSecond)).to.deep.equal({ taken: 2, sent: 1, reasons: ["Throttled"] });
    expect(await db("outbox").select("id")).to.have.length(1);
  });

  it("keeps all rows when the queue is away, and the relay sends them when it is back", async () => {
    const { url } = await sqs.createQueues();
    const away = sqs.open(url, "http://127.0.0.1:1");
    let reachable = false;
    const coming: TaskQueue = Object.assign(Object.create(queue) as TaskQueue, {
      send: (messages: readonly OutgoingMessage[]) => (reachable ? queue : away).send(messages),
    });
    await queueTask();
    const relay = startRelay({ db, database: { url: database.url }, queue: coming, logger, registry: new Registry() });
    try {
      await sleep(700);
      expect(await db("outbox").select("id")).to.have.length(1);
      reachable = true;
      await waitFor("the message", async () => (await queue.depth()).visible === 1, { timeoutMs: 15_000 });
      expect(await db("outbox").select("id")).to.deep.equal([]);
    } finally {
      await relay.stop();
    }
  });

  it("is relayed at once when a row comes, not at the next poll", async () => {
    const relay = startRelay({ db, database: { url: database.url }, queue, logger, registry: new Registry() });
    try {
      await sleep(500);
      const startedAt = performance.now();
      await queueTask();
      await waitFor("the message", async () => (await queue.depth()).visible === 1, { timeoutMs: 4_000, intervalMs: 20 });
      expect(performance.now() - startedAt).to.be.below(3_000);
    } finally {
      await relay.stop();
    }
  });
});
