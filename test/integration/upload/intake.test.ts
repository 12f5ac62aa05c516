import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localOwnerId, type TaskMessage } from "@mediashare/contract";
import { DiskObjectStore, type Knex, openDatabase, type SqsTaskQueue } from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { startIntake } from "@mediashare/upload";
import { expect } from "chai";
import { makePhoto } from "../../support/files.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { startSqs, type TestSqs } from "../../support/sqs.ts";
import { waitFor } from "../../support/wait-for.ts";

const logger = createLogger({ service: "test", level: "silent" });

describe("files that are put into the bucket by other means", () => {
  let database: TestDatabase;
  let db: Knex;
  let sqs: TestSqs;
  let queue: SqsTaskQueue;
  let folder: string;
  let originals: DiskObjectStore;
  let intake: { stop(): Promise<void> };

  beforeEach(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
    sqs = await startSqs();
    queue = sqs.open((await sqs.createQueues()).url);
    folder = await mkdtemp(join(tmpdir(), "mediashare-intake-"));
    originals = new DiskObjectStore(folder);
    intake = startIntake({ db, originals, queue, logger });
  });

  afterEach(async () => {
    await intake.stop();
    await sqs.stop();
    await db.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const put = (key: string, content: Uint8Array) => originals.put(key, content, { contentType: "application/octet-stream" });
  const tell = (key: string) => {
    const object = { key: encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/") };
    const event = { Records: [{ eventName: "ObjectCreated:Put", s3: { object } }] };
    return queue.send([{ body: event as unknown as TaskMessage, groupId: "s3" }]);
  };
  const settled = () =>
    waitFor("the messages to be taken", async () => {
      const { visible, inFlight } = await queue.depth();
      return visible + inFlight === 0;
    });

  it("become media of the owner that their key names, and stay where they are", async () => {
    const key = `inbox/${localOwnerId}/holiday in Åre.jpg`;
    await put(key, await makePhoto({ seed: 1 }));
    await tell(key);
    await settled();
    const [media] = await db("media");
    expect(media).to.include({
      state: "stored",
      kind: "image",
      file_name: "holiday in Åre.jpg",
      original_key: key,
      owner_id: localOwnerId,
    });
    expect(await db("task").where({ media_id: media?.id as string })).to.have.length(1);
    expect((await originals.head(key)).sizeBytes).to.equal(media?.size_bytes);
  });

  it("become one media each, however often S3 tells of them", async () => {
    const key = `inbox/${localOwnerId}/photo.jpg`;
    await put(key, await makePhoto({ seed: 2 }));
    for (let time = 0; time < 4; time += 1) await tell(key);
    await settled();
    expect(await db("media")).to.have.length(1);
    expect(await db("task")).to.have.length(1);
  });

  it("are removed where the owner has the same content already", async () => {
    const [first, second] = [`inbox/${localOwnerId}/a.jpg`, `inbox/${localOwnerId}/b.jpg`];
    const photo = await makePhoto({ seed: 3 });
    for (const key of [first, second]) {
      await put(key, photo);
      await tell(key);
      await settled();
    }
    const kept = await db("media").whereNot({ state: "deleted" });
    expect(kept.map(({ original_key }) => original_key)).to.deep.equal([first]);
    expect(await originals.head(second).catch((error: { code: string }) => error.code)).to.equal("object_not_found");
  });

  it("are left alone where they are no media, or lie elsewhere", async () => {
    const keys = [`inbox/${localOwnerId}/notes.txt`, "elsewhere/photo.jpg", "inbox/nobody/photo.jpg"];
    await put(keys[0] as string, Buffer.from("just text"));
    for (const key of keys.slice(1)) await put(key, await makePhoto({ seed: 4 }));
    for (const key of keys) await tell(key);
    await queue.send([{ body: "nonsense" as unknown as TaskMessage, groupId: "s3" }]);
    await settled();
    expect(await db("media")).to.deep.equal([]);
    for (const key of keys) expect((await originals.head(key)).sizeBytes).to.be.greaterThan(0);
  });
});
