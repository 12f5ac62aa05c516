import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { localOwnerId } from "@mediashare/contract";
import { leaseTask, summarizeStorage, watchOperation } from "@mediashare/core";
import { expect } from "chai";
import { Registry } from "prom-client";
import { insertReadyImage, insertWatchableVideo } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia, insertTask } from "../../support/rows.ts";
import { useTempFolder } from "../../support/temp-folder.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("the administrator's API of operation", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());
  beforeEach(async () => {
    await web.db("media").delete();
    await web.db("work_pause").delete();
    await web.db("storage_summary").delete();
  });

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetchAsOwner(`${web.url}/v1/admin/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const waiting = async (over: Parameters<typeof insertMedia>[1] = {}) => {
    const media = await insertMedia(web.db, over);
    return { media, task: await insertTask(web.db, media) };
  };
  const failed = (over: Parameters<typeof insertMedia>[1] = {}) =>
    insertMedia(web.db, { state: "failed", failure_code: "decoder_timeout", failure_message: "It took too long.", ...over });

  describe("the queue", () => {
    it("tells what waits, what runs and how the last hour went", async () => {
      const first = await waiting({ file_name: "first.jpg" });
      const second = await waiting({ file_name: "second.jpg" });
      await web
        .db("task")
        .where({ id: first.task.id })
        .update({ created_at: new Date(Date.now() - 60_000) });
      const running = await waiting({ file_name: "running.jpg" });
      await leaseTask(web.db, { taskId: running.task.id, worker: "worker-1", leaseMs: 10_000 });
      await web.db("task").where({ id: running.task.id }).update({ progress: 0.5 });
      const done = { state: "done" as const, finished_at: new Date(), work_ms: 2_000 };
      await insertTask(web.db, (await waiting()).media, { ...done, ordinal: 1 });
      await insertTask(web.db, first.media, { ...done, ordinal: 1, finished_at: new Date(Date.now() - 2 * 3_600_000) });
      await insertTask(web.db, first.media, { state: "failed", finished_at: new Date(), ordinal: 2 });
      const { status, body } = await call("GET", "queue");
      expect(status).to.equal(200);
      expect(body).to.deep.include({ pausedAt: null, queued: 3, running: 1, lastHour: { done: 1, failed: 1, meanSeconds: 2 } });
      expect(Date.now() - Date.parse(body.oldestQueuedAt)).to.be.closeTo(60_000, 5_000);
      expect(body.waitingTasks.map(({ fileName }: { fileName: string }) => fileName).slice(0, 2)).to.deep.equal([
        "first.jpg",
        "second.jpg",
      ]);
      expect(body.runningTasks).to.have.length(1);
      expect(body.runningTasks[0]).to.include({ fileName: "running.jpg", worker: "worker-1", progress: 0.5, attempts: 1 });
      expect(second.media.id).to.equal(body.waitingTasks[1].mediaId);
    });

    it("can be paused and goes on, and says since when", async () => {
      const paused = await call("POST", "queue/pause");
      expect(Date.now() - Date.parse(paused.body.pausedAt)).to.be.below(10_000);
      expect((await call("POST", "queue/pause")).body.pausedAt, "pausing twice changes nothing").to.equal(paused.body.pausedAt);
      expect(await web.db("work_pause").first()).to.include({ paused_by: localOwnerId });
      expect((await call("POST", "queue/resume")).body.pausedAt).to.equal(null);
      expect((await call("POST", "queue/resume")).status).to.equal(200);
    });

    it("cleared, loses what no worker has begun with, and nothing else: it can all be tried again", async () => {
      const fresh = await waiting();
      const running = await waiting();
      await leaseTask(web.db, { taskId: running.task.id, worker: "w", leaseMs: 10_000 });
      const begun = await waiting({ state: "processing" });
      await web.db("task").where({ id: begun.task.id }).update({ attempts: 1 });
      const later = await insertTask(web.db, running.media, { kind: "segments" });
      expect((await call("POST", "queue/clear")).body).to.deep.equal({ cleared: 1, done: true });
      const states = async (id: string) => (await web.db("media").where({ id }).first())?.state;
      expect(await states(fresh.media.id)).to.equal("failed");
      expect([await states(running.media.id), await states(begun.media.id)]).to.deep.equal(["stored", "processing"]);
      expect((await web.db("task").where({ id: later.id }).first())?.state).to.equal("queued");
      const { body } = await call("GET", "failures");
      expect(body.items).to.have.length(1);
      expect(body.items[0]).to.include({ code: "cancelled", count: 1, retryable: true });
      const retried = await call("POST", "failures/cancelled/retry", { before: new Date(Date.now() + 1_000).toISOString() });
      expect(retried.body).to.deep.equal({ retried: 1, superseded: 0, done: true });
      expect(await states(fresh.media.id)).to.equal("stored");
    });

    it("is cleared a batch at a time", async () => {
      for (let index = 0; index < 103; index += 1) await waiting();
      expect((await call("POST", "queue/clear")).body).to.deep.equal({ cleared: 100, done: false });
      expect((await call("POST", "queue/clear")).body).to.deep.equal({ cleared: 3, done: true });
    });
  });

  describe("failures", () => {
    it("are grouped by their reason, with the latest one's words", async () => {
      await failed({ updated_at: new Date(Date.now() - 60_000), failure_message: "old words" });
      await failed();
      await failed({ failure_code: "truncated", failure_message: "It ends too early." });
      const { body } = await call("GET", "failures");
      expect(
        body.items.map(({ code, count, message, retryable }: Record<string, unknown>) => ({ code, count, message, retryable })),
      ).to.deep.equal([
        { code: "decoder_timeout", count: 2, message: "It took too long.", retryable: true },
        { code: "truncated", count: 1, message: "It ends too early.", retryable: false },
      ]);
    });

    it("are tried again together, of all owners, but not what was uploaded again meanwhile", async () => {
      const theirs = await failed({ owner_id: randomUUID() });
      const again = await failed();
      await insertMedia(web.db, { sha256: again.sha256, state: "ready" });
      await failed({ failure_code: "truncated" });
      const before = new Date(Date.now() + 1_000).toISOString();
      expect((await call("POST", "failures/decoder_timeout/retry", { before })).body).to.deep.equal({
        retried: 1,
        superseded: 1,
        done: true,
      });
      expect(await web.db("media").where({ id: theirs.id }).first()).to.include({ state: "stored", generation: 2 });
      expect(await web.db("task").where({ media_id: theirs.id, generation: 2 })).to.have.length(1);
    });

    it("that came after the beginning are not tried again", async () => {
      await failed();
      const before = new Date(Date.now() - 60_000).toISOString();
      expect((await call("POST", "failures/decoder_timeout/retry", { before })).body).to.deep.equal({
        retried: 0,
        superseded: 0,
        done: true,
      });
    });

    it("have reasons that are words", async () => {
      expect((await call("POST", "failures/NO-SUCH/retry", { before: new Date().toISOString() })).status).to.equal(400);
      expect((await call("POST", "failures/decoder_timeout/retry", {})).status).to.equal(400);
    });
  });

  describe("storage", () => {
    it("is summed by what it is, and kept for ten minutes", async () => {
      expect((await call("GET", "storage")).body).to.deep.equal({ summedAt: null, items: [] });
      await insertReadyImage(web.db, { size_bytes: 5_000 });
      const video = await insertWatchableVideo(web.db, { size_bytes: 70_000 });
      await insertMedia(web.db, { state: "deleted", size_bytes: 1_000_000 });
      const segment = { media_id: video.id, generation: 1, size_bytes: 300, start_us: 0, duration_us: 1 };
      for (const [rendition, number] of [
        ["v720", 0],
        ["v720", 1],
        ["v360", 0],
        ["audio", 0],
      ] as const) {
        await web.db("segment").insert({ ...segment, rendition, number, key: `${rendition}/${number}` });
      }
      expect(await summarizeStorage(web.db, 600_000)).to.equal(true);
      const { body } = await call("GET", "storage");
      expect(body.items.filter(({ area }: { area: string }) => area === "originals")).to.deep.equal([
        { area: "originals", kind: "image", objects: 1, sizeBytes: 5_000 },
        { area: "originals", kind: "video", objects: 1, sizeBytes: 70_000 },
      ]);
      expect(body.items).to.deep.include({ area: "renditions", kind: "image", objects: 3, sizeBytes: 3_000 });
      expect(body.items, "an init segment of 1,000 bytes, and three segments").to.deep.include({
        area: "renditions",
        kind: "video",
        objects: 4,
        sizeBytes: 1_900,
      });
      expect(body.items).to.deep.include({ area: "renditions", kind: "audio", objects: 1, sizeBytes: 300 });
      await insertReadyImage(web.db);
      expect(await summarizeStorage(web.db, 600_000)).to.equal(false);
      expect(await summarizeStorage(web.db, 0)).to.equal(true);
      expect((await call("GET", "storage")).body.items).to.deep.include({ area: "originals", kind: "image", objects: 2, sizeBytes: 6_000 });
    });
  });

  describe("scaling", () => {
    const folder = useTempFolder();
    const report = {
      time: "2026-01-01T00:00:00.000Z",
      message: "40 s of work wait.",
      workers: { desired: 2, asked: 1, busy: 1, visible: 20, inFlight: 1, meanTaskSeconds: 2, backlogSeconds: 42 },
      nodeGroups: [{ name: "spot", capacityType: "Spot", desired: 1, ready: null }],
      changes: [{ time: "2026-01-01T00:00:00.000Z", from: 1, to: 2, message: "40 s of work wait." }],
    };
    const answering = async (status: number, body: string, look: (web: WebServer) => Promise<void>): Promise<void> => {
      const server = createServer((_request, response) => response.writeHead(status).end(body));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const other = await startWebServer({ scalingUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      try {
        await look(other);
      } finally {
        await other.stop();
        server.close();
      }
    };
    const read = async ({ url }: WebServer) => (await fetchAsOwner(`${url}/v1/admin/scaling`)).json();

    it("is reported as who scales the workers reports it", async () => {
      await answering(200, JSON.stringify({ ...report, more: "of a later version" }), async (other) => {
        expect(await read(other)).to.deep.equal({ report, missing: null });
      });
    });

    it("is read from a file too, as the operator writes it in a cluster, and again at each look", async () => {
      const file = join(folder(), "scaling.json");
      const other = await startWebServer({ scalingUrl: pathToFileURL(file).href });
      try {
        expect(await read(other)).to.deep.equal({ report: null, missing: "unreachable" });
        await writeFile(file, "");
        expect(await read(other), "the pod has no annotation yet").to.deep.equal({ report: null, missing: "nothing_yet" });
        await writeFile(file, JSON.stringify(report));
        expect(await read(other)).to.deep.equal({ report, missing: null });
        await writeFile(file, "{}");
        expect(await read(other)).to.deep.equal({ report: null, missing: "unreachable" });
      } finally {
        await other.stop();
      }
    });

    it("is missing, with the reason, where nobody reports or nobody answers as agreed", async () => {
      expect(await read(web)).to.deep.equal({ report: null, missing: "not_configured" });
      for (const [status, body] of [
        [503, JSON.stringify(report)],
        [200, "{}"],
        [200, "<html>"],
      ] as const) {
        await answering(status, body, async (other) => {
          expect(await read(other)).to.deep.equal({ report: null, missing: "unreachable" });
        });
      }
    });
  });

  it("is in the metrics too", async () => {
    await waiting();
    await failed();
    await insertReadyImage(web.db, { size_bytes: 5_000 });
    await summarizeStorage(web.db, 0);
    await call("POST", "queue/pause");
    const registry = new Registry();
    watchOperation({ db: web.db, registry });
    const text = await registry.metrics();
    for (const line of [
      'mediashare_open_tasks{state="queued"} 1',
      "mediashare_work_paused 1",
      'mediashare_failed_media{code="decoder_timeout"} 1',
      'mediashare_stored_bytes{area="originals",kind="image"} 7000',
    ]) {
      expect(text).to.include(line);
    }
    expect(text).to.match(/^mediashare_oldest_task_seconds \d/m);
  });
});
