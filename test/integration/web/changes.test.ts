import { randomBytes, randomUUID } from "node:crypto";
import { commitOriginal, leaseTask, listRemovableMedia, type MediaRow, renewLease } from "@mediashare/core";
import { expect } from "chai";
import { insertRendition } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia, insertTask } from "../../support/rows.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("DELETE /v1/media/{id}", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const remove = (id: string) => fetchAsOwner(`${web.url}/v1/media/${id}?forever=true`, { method: "DELETE" });
  const read = async (id: string) => (await web.db("media").where({ id }).first()) as MediaRow;

  it("hides the media at once and cancels what was to be done for it", async () => {
    const media = await insertMedia(web.db, { state: "processing" });
    const done = await insertTask(web.db, media, { state: "done" });
    const queued = await insertTask(web.db, media, { kind: "audio" });
    const leased = await insertTask(web.db, media, { kind: "stills" });
    const attempt = await leaseTask(web.db, { taskId: leased.id, worker: "w", leaseMs: 60_000 });
    const response = await remove(media.id);
    expect(response.status).to.equal(204);
    expect(await response.text()).to.equal("");
    expect((await read(media.id)).state).to.equal("deleted");
    const states = new Map((await web.db("task").where({ media_id: media.id })).map(({ id, state }) => [id, state]));
    expect([done, queued, leased].map(({ id }) => states.get(id))).to.deep.equal(["done", "cancelled", "cancelled"]);
    expect((await fetchAsOwner(`${web.url}/v1/media/${media.id}`)).status).to.equal(404);

    const token = attempt.outcome === "leased" ? attempt.task.token : -1;
    const renewed = await renewLease(web.db, { taskId: leased.id, token }, { leaseMs: 1_000, progress: 1 }).catch(
      (error: Error) => error.name,
    );
    expect(renewed).to.equal("LeaseLostError");
    const removable = await listRemovableMedia(web.db, 100);
    expect(
      removable.map(({ id }) => id),
      "the worker may still be writing",
    ).not.to.include(media.id);
  });

  it("can be repeated, also when nothing is left", async () => {
    const media = await insertMedia(web.db, { state: "ready" });
    for (let n = 0; n < 2; n += 1) expect((await remove(media.id)).status).to.equal(204);
    await web.db("media").where({ id: media.id }).delete();
    expect((await remove(media.id)).status).to.equal(204);
  });

  it("leaves what is another owner's, or still being received", async () => {
    const foreign = await insertMedia(web.db, { state: "ready", owner_id: randomUUID() });
    const receiving = await insertMedia(web.db, { state: "receiving", sha256: null, kind: null });
    for (const { id, state } of [foreign, receiving]) {
      expect((await remove(id)).status).to.equal(204);
      expect((await read(id)).state).to.equal(state);
    }
  });

  it("makes room for the same content again", async () => {
    const sha256 = randomBytes(32);
    const media = await insertMedia(web.db, { state: "ready", sha256 });
    await remove(media.id);
    const again = await insertMedia(web.db, { state: "receiving", sha256: null, kind: null });
    const commit = await commitOriginal(web.db, {
      mediaId: again.id,
      sha256,
      sizeBytes: 1,
      contentType: "image/jpeg",
      kind: "image",
      traceparent: undefined,
    });
    expect(commit.duplicate).to.equal(false);
  });
});

describe("POST /v1/media/{id}/retry", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const failure = { state: "failed", failure_code: "decoder_crashed", failure_message: "The decoder crashed." } as const;
  const retry = async (id: string, headers: Record<string, string> = {}) => {
    const response = await fetchAsOwner(`${web.url}/v1/media/${id}/retry`, { method: "POST", headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it("starts the next run over a failed media, as a task that is told of", async () => {
    const media = await insertMedia(web.db, { ...failure, progress: 0.4, playable: true });
    await insertTask(web.db, media, { state: "failed" });
    await insertRendition(web.db, media, { name: "w320.webp", width: 320, height: 240 });
    const { status, body } = await retry(media.id, { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` });
    expect(status).to.equal(202);
    expect(body).to.deep.include({ id: media.id, state: "stored", progress: 0, playable: false, failure: null, images: [] });
    const row = await web.db("media").where({ id: media.id }).first();
    expect(row).to.include({ generation: 2, state: "stored", failure_code: null, failure_message: null });
    const [task] = await web.db("task").where({ media_id: media.id, generation: 2 });
    expect(task).to.include({ kind: "process", state: "queued", attempts: 0 });
    expect(task?.traceparent).to.match(/^00-a{32}-(?!b{16})/);
    expect(await web.db("outbox").where({ task_id: task?.id ?? "" })).to.have.length(1);
  });

  it("happens once of two at the same time", async () => {
    const media = await insertMedia(web.db, failure);
    const results = await Promise.all([retry(media.id), retry(media.id), retry(media.id)]);
    expect(results.map(({ status }) => status).toSorted()).to.deep.equal([202, 409, 409]);
    expect(await web.db("task").where({ media_id: media.id })).to.have.length(1);
  });

  for (const state of ["stored", "processing", "ready"] as const) {
    it(`is refused for what is ${state}`, async () => {
      const media = await insertMedia(web.db, { state });
      const { status, body } = await retry(media.id);
      expect(status).to.equal(409);
      expect(body).to.include({ code: "not_failed" });
      expect(body.detail).to.include(state);
    });
  }

  it("is refused where the same file was uploaded again meanwhile, naming that one", async () => {
    const sha256 = randomBytes(32);
    const media = await insertMedia(web.db, { ...failure, sha256 });
    await insertMedia(web.db, { state: "ready", sha256, owner_id: randomUUID() });
    const twin = await insertMedia(web.db, { state: "processing", sha256 });
    const { status, body } = await retry(media.id);
    expect(status).to.equal(409);
    expect(body).to.include({ code: "superseded" });
    expect(body.detail).to.include(twin.id);
    expect((await web.db("media").where({ id: media.id }).first())?.state).to.equal("failed");
  });

  it("and a new upload of the same file at the same time make one live media", async () => {
    for (let round = 0; round < 5; round += 1) {
      const sha256 = randomBytes(32);
      const media = await insertMedia(web.db, { ...failure, sha256 });
      const again = await insertMedia(web.db, { state: "receiving", sha256: null, kind: null });
      const [retried, commit] = await Promise.all([
        retry(media.id),
        commitOriginal(web.db, {
          mediaId: again.id,
          sha256,
          sizeBytes: 1,
          contentType: "image/jpeg",
          kind: "image",
          traceparent: undefined,
        }),
      ]);
      expect(retried.status === 202).to.equal(commit.duplicate);
      expect(await web.db("media").where({ sha256 }).whereNot({ state: "failed" })).to.have.length(1);
    }
  });
});
