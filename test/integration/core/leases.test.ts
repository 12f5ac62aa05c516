import {
  completeTask,
  type Knex,
  type Lease,
  LeaseLostError,
  leaseTask,
  migrate,
  openDatabase,
  postponeTask,
  releaseTask,
  renewLease,
  withLease,
} from "@mediashare/core";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia, insertTask } from "../../support/rows.ts";

describe("the lease of a task", () => {
  let database: TestDatabase;
  let db: Knex;

  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 12, applicationName: "test" });
    await migrate(db);
  });

  after(async () => {
    await db.destroy();
    await database.drop();
  });

  const waitingTask = async (): Promise<string> => (await insertTask(db, await insertMedia(db))).id;
  const take = async (taskId: string, leaseMs = 60_000): Promise<Lease> => {
    const attempt = await leaseTask(db, { taskId, worker: "test", leaseMs });
    if (attempt.outcome !== "leased") throw new Error(`expected a lease, got ${attempt.outcome}`);
    return { taskId, token: attempt.task.token };
  };

  it("goes to one of many workers that ask at once", async () => {
    const taskId = await waitingTask();
    const attempts = await Promise.all(Array.from({ length: 10 }, () => leaseTask(db, { taskId, worker: "test", leaseMs: 60_000 })));
    expect(attempts.filter(({ outcome }) => outcome === "leased")).to.have.length(1);
    expect(attempts.filter(({ outcome }) => outcome === "busy")).to.have.length(9);
  });

  it("tells the others how long it lasts yet", async () => {
    const taskId = await waitingTask();
    await take(taskId, 60_000);
    const attempt = await leaseTask(db, { taskId, worker: "test", leaseMs: 60_000 });
    if (attempt.outcome !== "busy") throw new Error(`expected busy, got ${attempt.outcome}`);
    expect(attempt.remainingMs).to.be.within(55_000, 60_000);
  });

  it("raises the token when it goes on after running out, and fences the former holder off", async () => {
    const taskId = await waitingTask();
    const former = await take(taskId, -1);
    const current = await take(taskId);
    expect(current.token).to.equal(former.token + 1);

    const outcome = await withLease(db, former, async () => "took effect").catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(LeaseLostError);
    expect(await withLease(db, current, async () => "took effect")).to.equal("took effect");
  });

  it("can be renewed after it ran out, as long as nobody else took the task", async () => {
    const lease = await take(await waitingTask(), -1);
    await renewLease(db, lease, { leaseMs: 60_000, progress: 0.5 });
    const attempt = await leaseTask(db, { taskId: lease.taskId, worker: "other", leaseMs: 1 });
    expect(attempt.outcome).to.equal("busy");
  });

  it("cannot be renewed when the task was cancelled", async () => {
    const lease = await take(await waitingTask());
    await db("task").where({ id: lease.taskId }).update({ state: "cancelled" });
    const outcome = await renewLease(db, lease, { leaseMs: 60_000, progress: 0 }).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(LeaseLostError);
  });

  it("is free again at once when it is released, without an attempt on record", async () => {
    const lease = await take(await waitingTask());
    await releaseTask(db, lease);
    const row = await db("task").where({ id: lease.taskId }).first();
    expect(row).to.include({ state: "queued", attempts: 0, failures: 0 });
    expect((await take(lease.taskId)).token).to.equal(lease.token + 1);
  });

  it("counts a fault that may pass, and lets the next worker try", async () => {
    const lease = await take(await waitingTask());
    await withLease(db, lease, (trx, task) => postponeTask(trx, task, { code: "decoder_crashed", message: "It crashed." }));
    const row = await db("task").where({ id: lease.taskId }).first();
    expect(row).to.include({ state: "queued", attempts: 1, failures: 1, failure_code: "decoder_crashed" });
  });

  it("leaves nothing behind of an effect that fails half way", async () => {
    const lease = await take(await waitingTask());
    const failing = withLease(db, lease, async (trx, task) => {
      await completeTask(trx, task);
      throw new Error("half way");
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal("half way");
    expect((await db("task").where({ id: lease.taskId }).first())?.state).to.equal("leased");
  });

  it("is over when the task is done", async () => {
    const lease = await take(await waitingTask());
    await withLease(db, lease, completeTask);
    const attempt = await leaseTask(db, { taskId: lease.taskId, worker: "test", leaseMs: 1 });
    expect(attempt).to.deep.equal({ outcome: "over", state: "done" });
    const outcome = await withLease(db, lease, async () => "again").catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(LeaseLostError);
  });

  it("is over when the task is gone with its media", async () => {
    const attempt = await leaseTask(db, { taskId: "0190f3a0-0000-7000-8000-000000000000", worker: "test", leaseMs: 1 });
    expect(attempt).to.deep.equal({ outcome: "over", state: "gone" });
  });
});
