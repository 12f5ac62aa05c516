import { randomBytes } from "node:crypto";
import { localOwnerId } from "@mediashare/contract";
import { commitOriginal, type Knex, type MediaRow, migrate, openDatabase } from "@mediashare/core";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";

describe("committing an original", () => {
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

  const receiving = (ownerId = localOwnerId): Promise<MediaRow> =>
    insertMedia(db, { state: "receiving", owner_id: ownerId, sha256: null, kind: null });
  const commit = (media: MediaRow, sha256: Buffer) =>
    commitOriginal(db, { mediaId: media.id, sha256, sizeBytes: 5, contentType: "image/jpeg", kind: "image", traceparent: undefined });

  it("makes the media, its first task and that task's outbox row in one go", async () => {
    const media = await receiving();
    const result = await commit(media, randomBytes(32));
    expect(result.media).to.include({ id: media.id, state: "stored", kind: "image", content_type: "image/jpeg" });
    const [task] = await db("task").where({ media_id: media.id });
    expect(task).to.include({ kind: "process", state: "queued", generation: 1 });
    expect(await db("outbox").where({ task_id: task?.id as string })).to.have.length(1);
  });

  it("answers a repetition as it did at first, without a second task", async () => {
    const media = await receiving();
    const sha256 = randomBytes(32);
    await commit(media, sha256);
    const again = await commit(media, sha256);
    expect(again).to.deep.include({ duplicate: false });
    expect(again.media.id).to.equal(media.id);
    expect(await db("task").where({ media_id: media.id })).to.have.length(1);
  });

  it("lets one of many uploads of the same content become the media, and answers the others with it", async () => {
    const sha256 = randomBytes(32);
    const uploads = await Promise.all(Array.from({ length: 8 }, () => receiving()));
    const results = await Promise.all(uploads.map((media) => commit(media, sha256)));
    expect(new Set(results.map(({ media }) => media.id)).size).to.equal(1);
    expect(results.filter(({ duplicate }) => !duplicate)).to.have.length(1);
    expect(await db("media").where({ sha256 })).to.have.length(1);
    expect(
      await db("media")
        .whereIn(
          "id",
          uploads.map(({ id }) => id),
        )
        .whereNot({ state: "deleted" }),
    ).to.have.length(1);
  });

  it("keeps the same content of two owners apart", async () => {
    const sha256 = randomBytes(32);
    const results = [
      await commit(await receiving(), sha256),
      await commit(await receiving("00000000-0000-7000-8000-0000000000ff"), sha256),
    ];
    expect(results.map(({ duplicate }) => duplicate)).to.deep.equal([false, false]);
  });

  for (const state of ["failed", "deleted"] as const) {
    it(`is not blocked by the same content in a ${state} media`, async () => {
      const sha256 = randomBytes(32);
      const first = await commit(await receiving(), sha256);
      await db("media").where({ id: first.media.id }).update({ state });
      const second = await commit(await receiving(), sha256);
      expect(second.duplicate).to.equal(false);
    });
  }

  it("says that an upload is gone", async () => {
    const media = await receiving();
    await db("media").where({ id: media.id }).delete();
    const error = await commit(media, randomBytes(32)).catch((thrown: unknown) => thrown);
    expect(error).to.have.property("code", "media_gone");
  });
});
