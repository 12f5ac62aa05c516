import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import {
  InvalidObjectKeyError,
  InvalidPartError,
  MultipartNotFoundError,
  ObjectExistsError,
  ObjectNotFoundError,
  type ObjectStore,
  RangeNotSatisfiableError,
} from "@mediashare/core";
import { expect } from "chai";

const MiB = 1024 * 1024;
const partSizeBytes = 5 * MiB;

/**
 * What every `ObjectStore` promises, run against each adapter. `open` gives a further instance over the same objects, as
 * another process would have it; both start empty.
 */
export function describeObjectStore(name: string, open: () => ObjectStore): void {
  describe(`${name} as an ObjectStore`, () => {
    let store: ObjectStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(async () => {
      await store.delete(await keysOf(store, ""));
      for await (const upload of store.listMultiparts()) await store.abortMultipart({ ...upload, partSizeBytes });
    });

    describe("objects", () => {
      for (const [form, wrap] of Object.entries({ bytes: (body: Buffer) => body, stream: (body: Buffer) => Readable.from([body]) })) {
        it(`come back as they were put (${form})`, async () => {
          const body = randomBytes(100_000);
          const put = await store.put("media/m/a.webp", wrap(body), { contentType: "image/webp", cacheControl: "public, max-age=60" });
          const got = await open().get("media/m/a.webp");
          expect((await buffer(got.body)).equals(body)).to.equal(true);
          expect(got.range).to.deep.equal({ start: 0, end: body.length });
          for (const info of [put, got, await store.head("media/m/a.webp")]) {
            expect(info).to.include({
              key: "media/m/a.webp",
              sizeBytes: 100_000,
              contentType: "image/webp",
              cacheControl: "public, max-age=60",
            });
            expect(info.etag)
              .to.equal(put.etag)
              .and.match(/^"[^"]+"$/);
            expect(Math.abs(info.lastModified.getTime() - Date.now())).to.be.lessThan(60_000);
          }
        });

        it(`may be empty (${form})`, async () => {
          await store.put("empty", wrap(Buffer.alloc(0)), { contentType: "text/plain" });
          const got = await store.get("empty");
          expect(got.sizeBytes).to.equal(0);
          expect((await buffer(got.body)).length).to.equal(0);
          expect(got.cacheControl).to.equal(undefined);
        });
      }

      it("may be far larger than the memory that putting and getting them takes", async function () {
        this.timeout(60_000);
        const sizeBytes = 320 * MiB;
        const put = createHash("sha256");
        const got = createHash("sha256");
        const peak = await peakExtraMemory(async () => {
          await store.put(
            "big",
            sequence(sizeBytes, (chunk) => put.update(chunk)),
            { contentType: "video/mp4" },
          );
          const { body } = await store.get("big");
          for await (const chunk of body as AsyncIterable<Buffer>) got.update(chunk);
        });
        expect((await store.head("big")).sizeBytes).to.equal(sizeBytes);
        expect(got.digest("hex")).to.equal(put.digest("hex"));
        expect(peak).to.be.lessThan(sizeBytes / 2);
      });

      it("keep the name that people gave the file, however long and odd, by put and by multipart", async () => {
        const names = [`Åre “3” & 100% 'ok'.jpg`, '"'.repeat(255), "日".repeat(85), "a b+c;d.mp4"];
        for (const [index, fileName] of names.entries()) {
          const put = await store.put(`named/${index}`, randomBytes(10), { contentType: "video/x-matroska", fileName });
          expect(put.fileName).to.equal(fileName);
          const upload = await store.createMultipart(`parted/${index}`, { contentType: "video/x-matroska", fileName, partSizeBytes });
          const done = await store.completeMultipart(upload, [await store.putPart(upload, 1, [randomBytes(10)])]);
          expect(done.fileName).to.equal(fileName);
          for (const key of [`named/${index}`, `parted/${index}`]) {
            expect((await open().head(key)).fileName).to.equal(fileName);
            const got = await open().get(key);
            got.body.resume();
            expect(got.fileName).to.equal(fileName);
          }
        }
        await store.put("unnamed", randomBytes(10), { contentType: "image/jpeg" });
        expect((await store.head("unnamed")).fileName).to.equal(undefined);
      });

      it("are replaced whole, with a new etag, while a reader keeps what it began to read", async () => {
        const before = await store.put("media/m/main.m3u8", Buffer.alloc(300_000, "a"), { contentType: "text/plain" });
        const reading = await store.get("media/m/main.m3u8");
        const after = await store.put("media/m/main.m3u8", Buffer.from("short"), { contentType: "application/vnd.apple.mpegurl" });
        expect(after.etag).not.to.equal(before.etag);
        expect((await buffer(reading.body)).equals(Buffer.alloc(300_000, "a"))).to.equal(true);
        const got = await store.get("media/m/main.m3u8");
        expect(got).to.include({ sizeBytes: 5, contentType: "application/vnd.apple.mpegurl", etag: after.etag });
        expect((await buffer(got.body)).toString()).to.equal("short");
      });

      it("that are not there are an ObjectNotFoundError", async () => {
        await rejects(ObjectNotFoundError, store.get("media/none"));
        await rejects(ObjectNotFoundError, store.head("media/none"));
        await rejects(ObjectNotFoundError, store.get("media/none", { start: 0, end: 1 }));
      });

      it("keep keys with odd characters apart", async () => {
        const keys = [
          "inbox/Ärger & Söhne (1)+100%.JPG",
          "inbox/ärger & söhne (1)+100%.jpg",
          "inbox/a b?c#d=e",
          "inbox/!a",
          "inbox/A",
          "inbox/..a",
          "inbox/日本",
        ];
        for (const key of keys) await store.put(key, Buffer.from(key), { contentType: "text/plain" });
        for (const key of keys) expect((await buffer((await store.get(key)).body)).toString()).to.equal(key);
        expect(await keysOf(store, "inbox/")).to.deep.equal(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      });

      for (const key of ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.", "a\0b", "a\nb", "x".repeat(1025)]) {
        it(`have no key like ${JSON.stringify(key.slice(0, 10))}`, async () => {
          await rejects(InvalidObjectKeyError, store.put(key, Buffer.from("x"), { contentType: "text/plain" }));
          await rejects(InvalidObjectKeyError, store.get(key));
          await rejects(InvalidObjectKeyError, store.createMultipart(key, { contentType: "text/plain", partSizeBytes }));
        });
      }
    });

    describe("put", () => {
      it("with ifAbsent leaves an object alone that is there", async () => {
        await store.put("once", Buffer.from("first"), { contentType: "text/plain", ifAbsent: true });
        await rejects(ObjectExistsError, store.put("once", Buffer.from("second"), { contentType: "text/plain", ifAbsent: true }));
        await rejects(
          ObjectExistsError,
          store.put("once", Readable.from([Buffer.from("third")]), { contentType: "text/plain", ifAbsent: true }),
        );
        await rejects(ObjectExistsError, store.put("once", sequence(20 * MiB), { contentType: "text/plain", ifAbsent: true }));
        expect((await buffer((await store.get("once")).body)).toString()).to.equal("first");
        expect(await multipartsOf(store)).to.deep.equal([]);
      });

      it("with ifAbsent has one winner of many", async () => {
        const results = await Promise.allSettled(
          Array.from({ length: 8 }, (_, n) => open().put("race", Buffer.from(`${n}`), { contentType: "text/plain", ifAbsent: true })),
        );
        const won = results.flatMap((result, n) => (result.status === "fulfilled" ? [`${n}`] : []));
        expect(won).to.have.length(1);
        for (const result of results) if (result.status === "rejected") expect(result.reason).to.be.instanceOf(ObjectExistsError);
        expect((await buffer((await store.get("race")).body)).toString()).to.equal(won[0]);
      });

      for (const sizeBytes of [1000, 12 * MiB]) {
        it(`of a body that fails after ${sizeBytes} bytes passes the failure on and leaves nothing`, async () => {
          const failure = new Error("the client is gone");
          await store.put("kept", Buffer.from("before"), { contentType: "text/plain" });
          for (const key of ["kept", "new"]) {
            const body = failing(sizeBytes, failure);
            expect(await errorOf(store.put(key, body, { contentType: "video/mp4" }))).to.equal(failure);
            expect(body.destroyed).to.equal(true);
          }
          expect(await keysOf(store, "")).to.deep.equal(["kept"]);
          expect((await buffer((await store.get("kept")).body)).toString()).to.equal("before");
          expect(await multipartsOf(store)).to.deep.equal([]);
        });
      }

      it("of a body that has failed before, or ends too early, fails as well", async () => {
        const failed = new Readable({ read() {} });
        failed.destroy(new Error("failed before"));
        const closed = new Readable({ read() {} });
        const puts = [failed, closed].map((body) => errorOf(store.put("new", body, { contentType: "text/plain" })));
        closed.push("half");
        closed.destroy();
        expect((await puts[0])?.message).to.equal("failed before");
        expect(await puts[1]).to.have.property("code", "ERR_STREAM_PREMATURE_CLOSE");
        expect(await keysOf(store, "")).to.deep.equal([]);
      });

      it("is ended by its signal, also while the body stalls, and leaves nothing", async () => {
        for (const sizeBytes of [1000, 12 * MiB]) {
          const controller = new AbortController();
          const body = stalling(sizeBytes);
          const put = errorOf(store.put("new", body, { contentType: "video/mp4", signal: controller.signal }));
          await pause(200);
          controller.abort();
          expect(await put).to.have.property("name", "AbortError");
          expect(body.destroyed).to.equal(true);
        }
        expect(
          await errorOf(store.put("new", Buffer.from("x"), { contentType: "text/plain", signal: AbortSignal.abort() })),
        ).to.have.property("name", "AbortError");
        expect(await keysOf(store, "")).to.deep.equal([]);
        expect(await multipartsOf(store)).to.deep.equal([]);
      });
    });

    describe("get of a range", () => {
      for (const sizeBytes of [1000, 300_000]) {
        it(`serves any part of ${sizeBytes} bytes`, async () => {
          const body = randomBytes(sizeBytes);
          await store.put("object", body, { contentType: "video/mp4" });
          const last = sizeBytes - 1;
          for (const [start, end] of [
            [0, 1],
            [0, sizeBytes],
            [1, 7],
            [last, sizeBytes],
            [10, sizeBytes + 500],
            [500, 700],
          ] as const) {
            const got = await store.get("object", { start, end });
            expect(got.range).to.deep.equal({ start, end: Math.min(end, sizeBytes) });
            expect(got.sizeBytes).to.equal(sizeBytes);
            expect((await buffer(got.body)).equals(body.subarray(start, end))).to.equal(true);
          }
        });
      }

      it("that holds no byte is a RangeNotSatisfiableError", async () => {
        await store.put("object", randomBytes(1000), { contentType: "video/mp4" });
        await store.put("empty", Buffer.alloc(0), { contentType: "video/mp4" });
        for (const [start, end] of [
          [1000, 1001],
          [5000, 6000],
          [10, 10],
          [20, 10],
          [-1, 5],
        ] as const) {
          await rejects(RangeNotSatisfiableError, store.get("object", { start, end }));
        }
        await rejects(RangeNotSatisfiableError, store.get("empty", { start: 0, end: 1 }));
      });

      it("ends when the signal says so", async () => {
        await store.put("object", randomBytes(8 * MiB), { contentType: "video/mp4" });
        const controller = new AbortController();
        const { body } = await store.get("object", undefined, controller.signal);
        const reading = errorOf(buffer(body));
        controller.abort();
        expect(await reading).to.have.property("name", "AbortError");
        expect(await errorOf(store.get("object", undefined, AbortSignal.abort()))).to.have.property("name", "AbortError");
      });
    });

    describe("list and delete", () => {
      it("list what has the prefix, in order of key", async () => {
        const keys = [
          "media/a-b/x",
          "media/a/g1/v/1.m4s",
          "media/a/g1/v/10.m4s",
          "media/a/g1/v/2.m4s",
          "media/a/main",
          "media/ab/x",
          "other",
        ];
        for (const key of keys.toReversed()) await store.put(key, Buffer.from(key), { contentType: "text/plain" });
        expect(await keysOf(store, "")).to.deep.equal(keys);
        expect(await keysOf(store, "media/a/")).to.deep.equal(keys.slice(1, 5));
        expect(await keysOf(store, "media/a")).to.deep.equal(keys.slice(0, 6));
        expect(await keysOf(store, "media/a/g1/v/1")).to.deep.equal(keys.slice(1, 3));
        expect(await keysOf(store, "media/b/")).to.deep.equal([]);
        for await (const { key, sizeBytes, lastModified } of store.list("media/")) {
          expect(sizeBytes).to.equal(key.length);
          expect(Math.abs(lastModified.getTime() - Date.now())).to.be.lessThan(60_000);
        }
      });

      it("take more objects than one page or one batch of S3 holds", async function () {
        this.timeout(60_000);
        const keys = Array.from({ length: 1100 }, (_, n) => `many/${String(n).padStart(4, "0")}`);
        for (let next = 0; next < keys.length; next += 50) {
          await Promise.all(keys.slice(next, next + 50).map((key) => store.put(key, Buffer.from("x"), { contentType: "text/plain" })));
        }
        expect(await keysOf(store, "many/")).to.deep.equal(keys);
        await store.delete(keys);
        expect(await keysOf(store, "")).to.deep.equal([]);
      });

      it("delete what is there and do not mind what is not", async () => {
        await store.put("a/1", Buffer.from("x"), { contentType: "text/plain" });
        await store.put("a/2", Buffer.from("x"), { contentType: "text/plain" });
        await store.delete(["a/1", "a/none", "none"]);
        await store.delete([]);
        expect(await keysOf(store, "")).to.deep.equal(["a/2"]);
        await store.put("a/1", Buffer.from("again"), { contentType: "text/plain" });
        expect((await store.head("a/1")).sizeBytes).to.equal(5);
      });
    });

    describe("multipart uploads", () => {
      it("are continued and completed by other instances that have only their data", async () => {
        const parts = [randomBytes(partSizeBytes), randomBytes(partSizeBytes), randomBytes(1234)];
        const created = await store.createMultipart("originals/o/m", { contentType: "video/quicktime", partSizeBytes });
        const upload = JSON.parse(JSON.stringify(created));
        const third = await open().putPart(upload, 3, [parts[2] as Buffer]);
        const first = await open().putPart(upload, 1, split(parts[0] as Buffer, 70_000));
        const second = await open().putPart(upload, 2, split(parts[1] as Buffer, 1_000_000));
        expect(await open().listParts(upload)).to.deep.equal([first, second, third]);
        expect(await multipartsOf(store)).to.deep.equal(["originals/o/m"]);
        await rejects(ObjectNotFoundError, store.head("originals/o/m"));

        const info = await open().completeMultipart(upload, [third, first, second]);
        const got = await store.get("originals/o/m");
        expect(await store.head("originals/o/m")).to.deep.equal(info);
        expect(info).to.include({ sizeBytes: 2 * partSizeBytes + 1234, contentType: "video/quicktime" });
        expect((await buffer(got.body)).equals(Buffer.concat(parts))).to.equal(true);
        expect(await multipartsOf(store)).to.deep.equal([]);
      });

      it("take a part again, in its new form", async () => {
        const upload = await store.createMultipart("again", { contentType: "video/mp4", partSizeBytes });
        const stale = await store.putPart(upload, 1, [randomBytes(partSizeBytes)]);
        const long = await store.putPart(upload, 2, [randomBytes(5000)]);
        const first = await store.putPart(upload, 1, [Buffer.alloc(partSizeBytes, 1)]);
        const second = await store.putPart(upload, 2, [Buffer.alloc(20, 2)]);
        expect(await store.listParts(upload)).to.deep.equal([first, second]);
        await rejects(InvalidPartError, store.completeMultipart(upload, [stale, second]));
        await rejects(InvalidPartError, store.completeMultipart(upload, [first, long]));
        const { sizeBytes } = await store.completeMultipart(upload, [first, second]);
        expect(sizeBytes).to.equal(partSizeBytes + 20);
        expect((await buffer((await store.get("again", { start: partSizeBytes - 1, end: sizeBytes })).body)).toString("hex")).to.equal(
          `01${"02".repeat(20)}`,
        );
      });

      it("refuse parts that do not make up an object", async () => {
        const upload = await store.createMultipart("bad", { contentType: "video/mp4", partSizeBytes });
        const small = await store.putPart(upload, 1, [randomBytes(100)]);
        const last = await store.putPart(upload, 2, [randomBytes(100)]);
        await rejects(InvalidPartError, store.completeMultipart(upload, []));
        await rejects(InvalidPartError, store.completeMultipart(upload, [last]));
        await rejects(InvalidPartError, store.completeMultipart(upload, [small, last]));
        await rejects(
          InvalidPartError,
          store.completeMultipart(upload, [
            { ...small, partNumber: 1 },
            { ...small, partNumber: 1 },
          ]),
        );
        await rejects(ObjectNotFoundError, store.head("bad"));
      });

      it("may have one short part only, and replace an object", async () => {
        await store.put("short", Buffer.from("before"), { contentType: "text/plain" });
        const upload = await store.createMultipart("short", { contentType: "video/mp4", partSizeBytes });
        await store.completeMultipart(upload, [await store.putPart(upload, 1, [Buffer.from("af"), Buffer.from("ter")])]);
        expect((await buffer((await store.get("short")).body)).toString()).to.equal("after");
      });

      it("are gone after an abort, parts and all", async () => {
        const upload = await store.createMultipart("gone", { contentType: "video/mp4", partSizeBytes });
        const part = await store.putPart(upload, 1, [randomBytes(100)]);
        await store.abortMultipart(upload);
        await store.abortMultipart(upload);
        await rejects(MultipartNotFoundError, store.putPart(upload, 2, [randomBytes(100)]));
        await rejects(MultipartNotFoundError, store.listParts(upload));
        await rejects(MultipartNotFoundError, store.completeMultipart(upload, [part]));
        expect(await multipartsOf(store)).to.deep.equal([]);
        await rejects(ObjectNotFoundError, store.head("gone"));
      });

      it("are gone after completion", async () => {
        const upload = await store.createMultipart("done", { contentType: "video/mp4", partSizeBytes });
        const part = await store.putPart(upload, 1, [randomBytes(100)]);
        await store.completeMultipart(upload, [part]);
        await rejects(MultipartNotFoundError, store.putPart(upload, 1, [randomBytes(100)]));
        await rejects(MultipartNotFoundError, store.completeMultipart(upload, [part]));
        expect((await store.head("done")).sizeBytes).to.equal(100);
      });

      it("that never were are a MultipartNotFoundError", async () => {
        const upload = { key: "never", uploadId: "00000000-0000-4000-8000-000000000000", partSizeBytes };
        await rejects(MultipartNotFoundError, store.putPart(upload, 1, [Buffer.from("x")]));
        await rejects(MultipartNotFoundError, store.listParts(upload));
        await store.abortMultipart(upload);
      });

      it("are listed with their key, id and time until they end", async () => {
        const uploads = [];
        for (const key of ["list/a", "list/b", "list/b"])
          uploads.push(await store.createMultipart(key, { contentType: "video/mp4", partSizeBytes }));
        const listed = [];
        for await (const upload of store.listMultiparts()) listed.push(upload);
        const id = ({ key, uploadId }: { key: string; uploadId: string }) => `${key} ${uploadId}`;
        expect(listed.map(id).toSorted()).to.deep.equal(uploads.map(id).toSorted());
        for (const { createdAt } of listed) expect(Math.abs(createdAt.getTime() - Date.now())).to.be.lessThan(60_000);
      });

      it("stop a part by its signal", async () => {
        const upload = await store.createMultipart("stopped", { contentType: "video/mp4", partSizeBytes });
        expect(await errorOf(store.putPart(upload, 1, [randomBytes(100)], AbortSignal.abort()))).to.have.property("name", "AbortError");
        expect(await store.listParts(upload)).to.deep.equal([]);
      });
    });

    it("passes its check", async () => {
      await store.check();
    });
  });
}

export async function errorOf(promise: Promise<unknown>): Promise<Error | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

export async function rejects(type: new (...args: never[]) => Error, promise: Promise<unknown>): Promise<void> {
  expect(await errorOf(promise)).to.be.instanceOf(type);
}

export async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** A stream of so many bytes, never the same twice in a row. */
export function sequence(sizeBytes: number, onChunk: (chunk: Buffer) => void = () => {}): Readable {
  let left = sizeBytes;
  return new Readable({
    read() {
      const chunk = Buffer.alloc(Math.min(64 * 1024, left), left % 251);
      left -= chunk.length;
      onChunk(chunk);
      this.push(chunk.length > 0 ? chunk : null);
    },
  });
}

async function multipartsOf(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.listMultiparts()) keys.push(key);
  return keys;
}

function failing(sizeBytes: number, failure: Error): Readable {
  return Readable.from(
    (async function* () {
      yield* sequence(sizeBytes);
      throw failure;
    })(),
  );
}

function stalling(sizeBytes: number): Readable {
  let given = false;
  return new Readable({
    read() {
      if (!given) this.push(Buffer.alloc(sizeBytes));
      given = true;
    },
  });
}

function split(bytes: Buffer, chunkBytes: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  return chunks;
}

/** How far the process grew beyond its size at the start, in bytes. */
async function peakExtraMemory(action: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  try {
    await action();
  } finally {
    clearInterval(timer);
  }
  return peak - before;
}
