import type { SqsTaskQueue } from "@mediashare/core";
import { expect } from "chai";
import { makeClip, makePhoto } from "../../support/files.ts";
import { Library } from "../../support/library.ts";
import { startSqs, type TestSqs } from "../../support/sqs.ts";
import { waitFor } from "../../support/wait-for.ts";

const visibilitySeconds = 1;

describe("task messages", () => {
  let sqs: TestSqs;
  let queue: SqsTaskQueue;
  let deadLetters: SqsTaskQueue;
  let library: Library;

  const start = async (maxReceiveCount: number): Promise<void> => {
    sqs = await startSqs();
    const queues = await sqs.createQueues({ visibilitySeconds, maxReceiveCount });
    queue = sqs.open(queues.url);
    deadLetters = sqs.open(queues.deadLetterUrl);
    library = await Library.open({
      MEDIASHARE_QUEUE_ENDPOINT: sqs.endpoint,
      MEDIASHARE_QUEUE_URL: queues.url,
      MEDIASHARE_DEAD_LETTER_QUEUE_URL: queues.deadLetterUrl,
      MEDIASHARE_QUEUE_VISIBILITY: `${visibilitySeconds}s`,
    });
  };

  afterEach(async () => {
    await library?.close();
    await sqs?.stop();
  });

  const receiveOne = async (): Promise<{ body: string; receiptHandle: string }> => {
    const [message] = await queue.receive({ max: 1, waitSeconds: 10 });
    if (!message) throw new Error("no message came");
    return message;
  };

  it("received too often: the media fails as gave_up, can be tried again, and is ready then", async function () {
    this.timeout(120_000);
    const mostReceives = 2;
    await start(mostReceives);
    const id = await library.add("photo.jpg", await makePhoto({ seed: 1 }));
    // As of workers that die as soon as they have it.
    for (let received = 0; received < mostReceives; received += 1) {
      await queue.changeVisibility((await receiveOne()).receiptHandle, 0);
    }
    expect(await queue.receive({ max: 1, waitSeconds: 3 }), "it is not given a third time").to.deep.equal([]);
    const { failure } = await library.settled(id, "failed");
    expect(failure).to.include({ code: "gave_up", retryable: true });
    expect(failure?.message).to.match(/tried many times.*Try again/);
    await waitFor("the dead letter to be taken", async () => {
      const { visible, inFlight } = await deadLetters.depth();
      return visible + inFlight === 0;
    });

    expect(await library.retry(id)).to.equal(202);
    await library.deployment.start("worker");
    const { images } = await library.settled(id, "ready");
    expect(images).not.to.deep.equal([]);
    expect((await library.deployment.db("media").where({ id }).first())?.generation).to.equal(2);
  });

  it("lost behind our back: the sweep tells the queue again, and the media is ready", async function () {
    this.timeout(120_000);
    await start(200);
    const id = await library.add("photo.jpg", await makePhoto({ seed: 2 }));
    const message = await receiveOne();
    await queue.delete([message.receiptHandle]);
    expect(await queue.depth()).to.deep.equal({ visible: 0, inFlight: 0, delayed: 0 });
    expect((await library.rows()).outbox).to.equal(0);
    await library.deployment.start("worker");
    await library.settled(id, "ready");
    expect(await library.upload.log()).to.match(/"requeue-lost-tasks"/);
  });

  it("delivered five times to two workers: each task is done once, and nothing is left on the queue", async function () {
    this.timeout(120_000);
    await start(200);
    const { db } = library.deployment;
    const contents = {
      "photo.jpg": await makePhoto({ seed: 3 }),
      "clip.mp4": await makeClip({ seconds: 9, width: 160, height: 90, seed: 3 }),
    };
    const ids: string[] = [];
    for (const [fileName, content] of Object.entries(contents)) {
      ids.push(await library.add(fileName, content));
      const { body, receiptHandle } = await receiveOne();
      await queue.send(Array.from({ length: 5 }, () => ({ body: JSON.parse(body), groupId: "test" })));
      await queue.delete([receiptHandle]);
    }
    await Promise.all([library.deployment.start("worker"), library.deployment.start("worker")]);
    for (const id of ids) await library.settled(id, "ready");
    await waitFor(
      "an empty queue",
      async () => {
        const { visible, inFlight, delayed } = await queue.depth();
        return visible + inFlight + delayed === 0;
      },
      { timeoutMs: 30_000, detail: () => queue.depth() },
    );

    const tasks = await db("task").select("kind", "state", "attempts", "failures");
    expect(tasks.filter(({ state, attempts, failures }) => state !== "done" || attempts !== 1 || failures !== 0)).to.deep.equal([]);
    expect(tasks.filter(({ kind }) => kind === "process")).to.have.length(2);
    const keys = [
      ...(await db("rendition").pluck("key")),
      ...(await db("segment").pluck("key")),
      ...(await db("media").pluck("original_key")),
    ];
    const playlists = (await library.storedFiles()).filter((file) => file.endsWith(".m3u8") && !file.endsWith("main.m3u8"));
    expect(new Set(keys).size).to.equal(keys.length);
    expect(await library.storedFiles(), "objects, one for each row, and the playlists of tracks").to.have.length(
      keys.length + playlists.length,
    );
  });
});
