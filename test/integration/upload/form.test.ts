import { createHash } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { asOwner, ownerToken } from "../../support/owner.ts";
import { boundary, filePart as file, jpegOf, postForm as post, postBody, type RawPart, rawForm } from "../../support/upload-content.ts";
import { nothing, startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;

describe("POST /v1/media", () => {
  let server: UploadServer;
  before(async () => {
    server = await startUploadServer({ maxUploadSizeBytes: 4 * MiB, maxFilesPerRequest: 5 });
  });
  beforeEach(async () => {
    await server.db.raw("truncate media, upload, idempotency cascade");
    for (const key of (await server.left()).objects) await server.originals.delete([key]);
  });
  after(() => server.stop());

  it("refuses a file whose hashing thread ends, and keeps nothing of it", async () => {
    const body = rawForm([file(jpegOf(2 * MiB))]);
    const outgoing = request(`${server.url}/v1/media`, {
      method: "POST",
      headers: { ...asOwner, "Content-Type": `multipart/form-data; boundary=${boundary}`, "Content-Length": body.length },
      agent: false,
    });
    const answered = once(outgoing, "response");
    outgoing.write(body.subarray(0, MiB));
    await waitFor("the row", async () => (await server.left()).media === 1);
    await server.app.hashing.stop();
    outgoing.end(body.subarray(MiB));
    const [refused] = await answered;
    expect(refused.statusCode).to.equal(503);
    expect(JSON.parse((await buffer(refused)).toString()).code).to.equal("hashing_stopped");
    expect(await server.left()).to.deep.equal(nothing);
    expect((await post(server.url, [file(jpegOf(100))])).status).to.equal(201);
  });

  it("stores what it gets, byte by byte, and makes a task and its message", async () => {
    const photos = [jpegOf(300_000), jpegOf(3 * MiB), jpegOf(20)];
    const { status, body } = await post(
      server.url,
      photos.map((content, index) => file(content, `${index}.png`)),
    );
    expect(status).to.equal(201);
    expect(body.items).to.have.length(3);
    for (const [index, item] of body.items.entries()) {
      const content = photos[index] as Buffer;
      expect(item).to.deep.equal({
        id: item.id,
        state: "stored",
        kind: "image",
        fileName: `${index}.png`,
        contentType: "image/jpeg",
        sizeBytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
        duplicate: false,
      });
      const row = await server.db("media").where({ id: item.id }).first();
      expect(row).to.include({ state: "stored", size_bytes: content.length });
      const object = await server.originals.get(row?.original_key as string);
      expect(object.contentType).to.equal("image/jpeg");
      expect((await buffer(object.body)).equals(content)).to.equal(true);
      expect(await server.db("task").where({ media_id: item.id })).to.have.length(1);
    }
    expect(await server.db("outbox")).to.have.length(3);
    expect((await server.left()).objects).to.have.length(3);
  });

  it("takes many small files that come in one piece", async () => {
    const { status, body } = await post(
      server.url,
      Array.from({ length: 5 }, (_, index) => file(jpegOf(100 + index))),
    );
    expect(status).to.equal(201);
    expect(new Set(body.items.map((item: { id: string }) => item.id)).size).to.equal(5);
  });

  for (const [given, kept] of [
    ["Größe – 日本 🎉.jpg", "Größe – 日本 🎉.jpg"],
    ["../../etc/passwd.jpg", "passwd.jpg"],
    ["C:\\\\temp\\\\photo.jpg", "photo.jpg"],
    ["evil\u202egpj.exe", "evilgpj.exe"],
    ["a%0Ab.jpg", "a b.jpg"],
  ] as const) {
    it(`keeps the name ${JSON.stringify(given)} as ${JSON.stringify(kept)}`, async () => {
      const { body } = await post(server.url, [file(jpegOf(500), given)]);
      expect(body.items[0].fileName).to.equal(kept);
    });
  }

  describe("refuses, and leaves nothing of", () => {
    const refusals: Record<string, { parts: RawPart[]; status: number; code: string; says: RegExp }> = {
      "an empty file": { parts: [file("")], status: 422, code: "empty", says: /"photo.jpg" is empty/ },
      "a text renamed .jpg": { parts: [file("hello ".repeat(2_000))], status: 415, code: "unsupported_type", says: /not a photo or video/ },
      "an .m3u8 renamed .mp4": {
        parts: [file("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n", "clip.mp4")],
        status: 415,
        code: "unsupported_type",
        says: /"clip.mp4" is not a photo or video/,
      },
      "a concat script renamed .mp4": {
        parts: [file("ffconcat version 1.0\nfile /etc/passwd\n", "clip.mp4")],
        status: 415,
        code: "unsupported_type",
        says: /"clip.mp4" is not a photo or video/,
      },
      "a PDF": { parts: [file("%PDF-1.7\n%âãÏÓ\n1 0 obj", "a.jpg")], status: 415, code: "unsupported_type", says: /application\/pdf/ },
      "a file that is too large": { parts: [file(jpegOf(5 * MiB))], status: 413, code: "too_large", says: /larger than 4 MiB/ },
      "a good file beside one that is too large": {
        parts: [file(jpegOf(1_000)), file(jpegOf(5 * MiB))],
        status: 413,
        code: "too_large",
        says: /larger than 4 MiB/,
      },
      "too many files": {
        parts: Array.from({ length: 6 }, () => file(jpegOf(1_000))),
        status: 413,
        code: "too_many_files",
        says: /more than 5 files/,
      },
      "too many fields": {
        parts: [file(jpegOf(1_000)), ...Array.from({ length: 40 }, (_, index) => ({ name: `f${index}`, content: "x" }))],
        status: 400,
        code: "too_many_fields",
        says: /more than 32 fields/,
      },
      "a field that is too large": {
        parts: [file(jpegOf(1_000)), { name: "note", content: "x".repeat(100_000) }],
        status: 413,
        code: "field_too_large",
        says: /more than 64 KiB/,
      },
      "a form without a file": { parts: [{ name: "note", content: "x" }], status: 400, code: "no_file", says: /field named "file"/ },
      "a file in another field": {
        parts: [{ name: "photo", fileName: "a.jpg", content: jpegOf(1_000) }],
        status: 400,
        code: "unexpected_field",
        says: /field "photo"\. .*"file"/,
      },
    };
    for (const [name, { parts, status, code, says }] of Object.entries(refusals)) {
      it(name, async () => {
        const reply = await post(server.url, parts);
        expect(reply.body).to.include({ status, code });
        expect(reply.body.detail).to.match(says);
        expect(reply.status).to.equal(status);
        expect(reply.headers.get("content-type")).to.match(/application\/problem\+json/);
        expect(await server.left()).to.deep.equal(nothing);
      });
    }

    it("a body that is no form, or has no boundary, or ends too early, or is garbage", async () => {
      const whole = rawForm([file(jpegOf(100_000))]);
      for (const [body, headers, status, code] of [
        ["{}", { "Content-Type": "application/json" }, 415, "not_a_form"],
        [whole, { "Content-Type": "multipart/form-data" }, 400, "malformed_form"],
        [whole.subarray(0, 50_000), {}, 400, "malformed_form"],
        ["garbage", {}, 400, "malformed_form"],
        [`--${boundary}\r\nContent-Disposition form-data\r\n\r\nx\r\n--${boundary}--\r\n`, {}, 400, "malformed_form"],
      ] as const) {
        const reply = await postBody(server.url, body, headers);
        expect([reply.status, reply.body.code]).to.deep.equal([status, code]);
      }
      expect(await server.left()).to.deep.equal(nothing);
    });

    it("a connection that ends in the middle", async () => {
      const body = rawForm([file(jpegOf(1_000)), file(jpegOf(2 * MiB))]);
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.write(
        `POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ownerToken}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, MiB));
      await waitFor("both rows", async () => (await server.left()).media === 2);
      socket.destroy();
      await once(socket, "close");
      await waitFor("both rows and objects to go", async () => JSON.stringify(await server.left()) === JSON.stringify(nothing));
    });
  });

  it("answers a file that is too large before all of it has come", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write(
      `POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ownerToken}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${10 * 2 ** 30}\r\n\r\n`,
    );
    socket.write(rawForm([file(jpegOf(6 * MiB))]).subarray(0, 5 * MiB));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1.1 413 /);
    // The rest is listened to for a while, and then the connection is cut.
    await once(socket, "close");
    expect(await server.left()).to.deep.equal(nothing);
  }).timeout(10_000);

  it("accepts and refuses file by file where they differ", async () => {
    const good = jpegOf(5_000);
    const { status, body } = await post(server.url, [file("text", "a.jpg"), file(good, "b.jpg"), file("", "c.jpg")]);
    expect(status).to.equal(207);
    expect(body.items.map((item: { problem?: { code: string }; id?: string }) => item.problem?.code ?? "accepted")).to.deep.equal([
      "unsupported_type",
      "accepted",
      "empty",
    ]);
    expect(body.items[0]).to.deep.include({ fileName: "a.jpg" });
    const left = await server.left();
    expect([left.media, left.objects.length]).to.deep.equal([1, 1]);
  });

  it("lists what is wrong with each where none was accepted", async () => {
    const { status, body } = await post(server.url, [file("text", "a.jpg"), file("", "b.jpg")]);
    expect([status, body.code]).to.deep.equal([415, "unsupported_type"]);
    expect(body.errors.map(({ path }: { path: string }) => path)).to.deep.equal(["file[0] a.jpg", "file[1] b.jpg"]);
    expect(await server.left()).to.deep.equal(nothing);
  });

  describe("the same content again", () => {
    it("is the media that is there", async () => {
      const content = jpegOf(50_000);
      const first = await post(server.url, [file(content, "a.jpg")]);
      const second = await post(server.url, [file(content, "b.jpg"), file(jpegOf(100))]);
      expect(second.status).to.equal(201);
      expect(second.body.items[0]).to.include({ id: first.body.items[0].id, duplicate: true, fileName: "b.jpg" });
      const left = await server.left();
      expect([left.media, left.objects.length, left.tasks]).to.deep.equal([2, 2, 2]);
    });

    it("at the same time becomes one media", async () => {
      const content = jpegOf(200_000);
      const replies = await Promise.all(Array.from({ length: 6 }, () => post(server.url, [file(content)])));
      expect(new Set(replies.map(({ body }) => body.items[0].id)).size).to.equal(1);
      expect(replies.filter(({ body }) => !body.items[0].duplicate)).to.have.length(1);
      const left = await server.left();
      expect([left.media, left.objects.length, left.tasks]).to.deep.equal([1, 1, 1]);
    });

    for (const state of ["failed", "deleted"] as const) {
      it(`is a new media where the old one is ${state}`, async () => {
        const content = jpegOf(1_000);
        const first = await post(server.url, [file(content)]);
        await server.db("media").where({ id: first.body.items[0].id }).update({ state });
        const second = await post(server.url, [file(content)]);
        expect(second.body.items[0]).to.include({ duplicate: false, state: "stored" });
        expect(second.body.items[0].id).not.to.equal(first.body.items[0].id);
      });
    }
  });

  it("refuses pages of other origins, and lets the site's read its headers", async () => {
    const foreign = await post(server.url, [file(jpegOf(100))], { Origin: "https://evil.example" });
    expect([foreign.status, foreign.body.code]).to.deep.equal([403, "foreign_origin"]);
    expect(await server.left()).to.deep.equal(nothing);
    const own = await post(server.url, [file(jpegOf(100))], { Origin: "http://localhost:8080" });
    expect(own.status).to.equal(201);
    expect(own.headers.get("access-control-expose-headers")).to.include("Mediashare-Media-Id");
  });
});
