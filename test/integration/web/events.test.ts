import { randomUUID } from "node:crypto";
import { createConnection } from "node:net";
import { createTask, deleteMedia, leaseTask, type MediaRow, notifyMedia, renewLease } from "@mediashare/core";
import { expect } from "chai";
import { type EventReader, readEvents } from "../../support/event-stream.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { fetchAsOwner, ownerToken } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { waitFor } from "../../support/wait-for.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface MediaData {
  id: string;
  media: { state: string; progress: number; images: unknown[] } | null;
}

describe("GET /v1/events", () => {
  let web: WebServer;
  let reader: EventReader;

  beforeEach(async () => {
    web = await startWebServer();
    reader = await readEvents(`${web.url}/v1/events`);
    await listening();
  });
  afterEach(async () => {
    reader.close();
    await web.stop();
  });

  const about = (id: string) => (event: { event: string; data: unknown }) => event.event === "media" && (event.data as MediaData).id === id;
  const told = (id: string) => reader.events.filter(about(id)).map(({ data, atMs }) => ({ ...(data as MediaData), atMs }));
  const listening = () => waitFor("the listening connection", async () => (await listeners()).length === 1);
  const listeners = async (): Promise<number[]> => {
    const { rows } = await web.db.raw(
      "select pid from pg_stat_activity where datname = current_database() and query like 'listen %' and state = 'idle'",
    );
    return rows.map(({ pid }: { pid: number }) => pid);
  };
  const killListener = async () => {
    for (const pid of await listeners()) await web.db.raw("select pg_terminate_backend(?)", [pid]);
  };

  it("is a stream that nothing stores or holds back, with a hint when to come back", async () => {
    const response = await fetchAsOwner(`${web.url}/v1/events`);
    expect(response.headers.get("content-type")).to.equal("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect(response.headers.get("x-accel-buffering")).to.equal("no");
    await response.body?.cancel();
    expect(reader.text).to.match(/^retry: \d+\n\n/);
  });

  it("tells of progress as the worker makes it", async () => {
    const media = await insertMedia(web.db, { state: "processing" });
    await createTask(web.db, { media, kind: "process", ordinal: 0, spec: {}, weight: 1, traceparent: undefined });
    const task = await web.db("task").where({ media_id: media.id }).first("id");
    const lease = await leaseTask(web.db, { taskId: task?.id as string, worker: "w", leaseMs: 60_000 });
    if (lease.outcome !== "leased") throw new Error("not leased");
    for (const progress of [0.25, 0.5]) {
      await renewLease(web.db, { taskId: lease.task.id, token: lease.task.token }, { leaseMs: 60_000, progress });
      await reader.next(
        `progress ${progress}`,
        (event) => about(media.id)(event) && (event.data as MediaData).media?.progress === progress,
      );
    }
  });

  it("has the whole summary of what changed, with its signed URLs", async () => {
    const media = await insertReadyImage(web.db);
    await notifyMedia(web.db, media);
    const { data } = await reader.next("the event", about(media.id));
    const { items } = (await (await fetchAsOwner(`${web.url}/v1/media`)).json()) as { items: unknown[] };
    expect((data as MediaData).media).to.deep.equal(items[0]);
  });

  it("tells of a burst of changes of one media a few times a second, and of the last one for sure", async () => {
    const media = await insertMedia(web.db, { state: "processing" });
    const beganAt = performance.now();
    let progress = 0;
    while (performance.now() - beganAt < 1_200) {
      progress = Math.min(1, progress + 0.005);
      await web.db.transaction(async (trx) => {
        await trx("media").where({ id: media.id }).update({ progress });
        await notifyMedia(trx, media);
      });
    }
    await reader.next(
      "the last",
      (event) => about(media.id)(event) && Math.abs(((event.data as MediaData).media?.progress ?? 0) - progress) < 0.0001,
    );
    const events = told(media.id);
    expect(events.length).to.be.within(2, Math.ceil((performance.now() - beganAt) / 250) + 1);
    for (const [n, event] of events.slice(1).entries()) expect(event.atMs - (events[n]?.atMs ?? 0)).to.be.above(150);
  });

  it("tells of a media that is gone by its id alone", async () => {
    const media = await insertReadyImage(web.db);
    await deleteMedia(web.db, { ids: [media.id], ownerId: media.owner_id });
    const { data } = await reader.next("the deletion", about(media.id));
    expect(data).to.deep.equal({ id: media.id, media: null });
  });

  it("is silent about other owners", async () => {
    const foreign = await insertMedia(web.db, { state: "ready", owner_id: randomUUID() });
    const own = await insertReadyImage(web.db);
    await notifyMedia(web.db, foreign);
    await notifyMedia(web.db, own);
    await reader.next("the own one", about(own.id));
    expect(told(foreign.id)).to.deep.equal([]);
  });

  it("begins with what has just changed, for a page that read its list a moment ago", async () => {
    const media = await insertReadyImage(web.db);
    await notifyMedia(web.db, media);
    await reader.next("the event", about(media.id));
    const late = await readEvents(`${web.url}/v1/events`);
    await late.next("the same event", about(media.id));
    late.close();
  });

  it("tells of hundreds of changes at once, reading them together", async () => {
    const rows: MediaRow[] = [];
    for (let n = 0; n < 300; n += 1) rows.push(await insertMedia(web.db));
    let queries = 0;
    web.db.on("query", () => {
      queries += 1;
    });
    await web.db.transaction(async (trx) => {
      for (const row of rows) await notifyMedia(trx, row);
    });
    const writes = queries;
    await waitFor("all events", () => rows.every(({ id }) => reader.events.some(about(id))));
    expect(queries - writes).to.be.below(10);
  });

  it("asks to look again when notices may have been lost, and then goes on", async () => {
    const before = reader.events.length;
    await killListener();
    await reader.next("resync", ({ event }) => event === "resync", before);
    await listening();
    const media = await insertReadyImage(web.db);
    await notifyMedia(web.db, media);
    await reader.next("the next event", about(media.id));
  });

  it("survives a notice that is none", async () => {
    for (const payload of ["", "{", "null", '{"id":"x","ownerId":1}'])
      await web.db.raw("select pg_notify('mediashare_media', ?)", [payload]);
    const media = await insertReadyImage(web.db);
    await notifyMedia(web.db, media);
    await reader.next("the event", about(media.id));
  });

  it("has one listening connection, whatever the number of streams", async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => readEvents(`${web.url}/v1/events`)));
    await listening();
    for (const other of others) other.close();
  });

  it("cuts off a client that does not read, and only that one", async () => {
    const url = new URL(web.url);
    const socket = createConnection(Number(url.port), url.hostname);
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.write(`GET /v1/events HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${ownerToken}\r\n\r\n`);
    await new Promise<void>((resolve) => socket.once("readable", resolve));
    socket.pause();
    const media = await insertMedia(web.db, { state: "ready", file_name: "x".repeat(900_000) });
    let done = false;
    void closed.then(() => {
      done = true;
    });
    await waitFor(
      "the cut",
      async () => {
        await web.db.raw("select pg_notify('mediashare_media', ?)", [JSON.stringify({ id: media.id, ownerId: media.owner_id })]);
        // Only a socket that is read from learns of its end; what the kernel holds is all that it may still get.
        if (told(media.id).length > 20) socket.resume();
        return done;
      },
      { timeoutMs: 30_000 },
    );
    expect(reader.ended).to.equal(false);
  }).timeout(40_000);

  it("ends at shutdown, each stream with its own time to come back", async () => {
    web.app.hub.close();
    await waitFor("the end", () => reader.ended);
    expect(reader.text).to.match(/retry: [12]\d{3}\n\n$/);
    const late = await readEvents(`${web.url}/v1/events`);
    await waitFor("the end of a late one", () => late.ended);
  });
});
