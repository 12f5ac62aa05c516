import { createHash } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { Upload } from "tus-js-client";
import { asOwner } from "../../support/owner.ts";
import { jpegOf } from "../../support/upload-content.ts";
import { nothing, startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { waitFor } from "../../support/wait-for.ts";

const KiB = 1024;
const partSizeBytes = 64 * KiB;
const tus = { ...asOwner, "Tus-Resumable": "1.0.0" };
const offsetBody = { ...tus, "Content-Type": "application/offset+octet-stream" };

async function create(url: string, lengthBytes: number | "deferred", fileName = "photo.jpg"): Promise<string> {
  const response = await fetch(`${url}/v1/tus`, {
    method: "POST",
    headers: {
      ...tus,
      ...(lengthBytes === "deferred" ? { "Upload-Defer-Length": "1" } : { "Upload-Length": String(lengthBytes) }),
      "Upload-Metadata": `filename ${Buffer.from(fileName).toString("base64")}`,
    },
  });
  expect(response.status).to.equal(201);
  return new URL(response.headers.get("location") as string, url).href;
}

const patch = (upload: string, offset: number, body: Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(upload, { method: "PATCH", headers: { ...offsetBody, "Upload-Offset": String(offset), ...headers }, body });

const head = (upload: string) => fetch(upload, { method: "HEAD", headers: tus });
const offsetOf = async (upload: string) => Number((await head(upload)).headers.get("upload-offset"));
const idOf = (upload: string) => upload.slice(upload.lastIndexOf("/") + 1);

async function problemOf(response: Response): Promise<[number, string]> {
  expect(response.headers.get("content-type")).to.match(/application\/problem\+json/);
  expect(response.headers.get("tus-resumable")).to.equal("1.0.0");
  return [response.status, (await response.json()).code];
}

/** A PATCH that sends this and then neither ends nor goes on. */
function hang(upload: string, offset: number, body: Buffer, lengthBytes: number) {
  const outgoing = request(upload, {
    method: "PATCH",
    headers: { ...offsetBody, "Upload-Offset": String(offset), "Content-Length": String(lengthBytes) },
    agent: false,
  });
  outgoing.on("error", () => undefined);
  outgoing.write(body);
  return outgoing;
}

describe("tus", () => {
  let server: UploadServer;
  before(async () => {
    server = await startUploadServer({ partSizeBytes, maxUploadSizeBytes: 8 * 1024 * KiB });
  });
  beforeEach(async () => {
    await server.db.raw("truncate media, upload, upload_lock cascade");
    for (const key of (await server.left()).objects) await server.originals.delete([key]);
    for await (const multipart of server.originals.listMultiparts()) await server.originals.abortMultipart({ ...multipart, partSizeBytes });
  });
  after(() => server.stop());

  const expectStored = async (mediaId: string, content: Buffer) => {
    const row = await server.db("media").where({ id: mediaId }).first();
    expect(row).to.include({ state: "stored", size_bytes: content.length, content_type: "image/jpeg" });
    expect(row?.sha256?.toString("hex")).to.equal(createHash("sha256").update(content).digest("hex"));
    const object = await server.originals.get(row?.original_key as string);
    expect(object.contentType).to.equal("image/jpeg");
    expect((await buffer(object.body)).equals(content)).to.equal(true);
    const left = await server.left();
    expect([left.objects, left.multiparts, left.parts, left.locks]).to.deep.equal([[row?.original_key], 0, 0, 0]);
    expect(await server.db("task").where({ media_id: mediaId })).to.have.length(1);
  };

  it("says what it can do", async () => {
    const response = await fetch(`${server.url}/v1/tus`, { method: "OPTIONS" });
    expect(response.status).to.equal(204);
    expect(response.headers.get("tus-version")).to.equal("1.0.0");
    expect(response.headers.get("tus-max-size")).to.equal(String(8 * 1024 * KiB));
    expect(response.headers.get("tus-extension")).to.equal(
      "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration",
    );
    expect(response.headers.get("tus-checksum-algorithm")).to.equal("sha256,sha1,sha512,md5");
  });

  for (const sizeBytes of [
    20,
    4_099,
    4_100,
    partSizeBytes - 1,
    partSizeBytes,
    partSizeBytes + 1,
    3 * partSizeBytes,
    10 * partSizeBytes + 123,
  ]) {
    it(`stores ${sizeBytes} bytes sent in one request`, async () => {
      const content = jpegOf(sizeBytes);
      const upload = await create(server.url, sizeBytes);
      const response = await patch(upload, 0, content);
      expect(response.status).to.equal(204);
      expect(response.headers.get("upload-offset")).to.equal(String(sizeBytes));
      expect(response.headers.get("mediashare-media-id")).to.equal(idOf(upload));
      expect(response.headers.get("mediashare-duplicate")).to.equal(null);
      await expectStored(idOf(upload), content);
    });
  }

  for (const [sizeBytes, pieceBytes] of [
    [10_000, 1_000],
    [5 * partSizeBytes + 17, 10_000],
    [5 * partSizeBytes, partSizeBytes],
    [5 * partSizeBytes, partSizeBytes * 2 + 1],
  ] as const) {
    it(`stores ${sizeBytes} bytes sent in pieces of ${pieceBytes}, by servers that take turns`, async () => {
      const other = await server.another();
      const content = jpegOf(sizeBytes);
      const upload = await create(server.url, sizeBytes);
      for (let at = 0; at < sizeBytes; at += pieceBytes) {
        const here = (at / pieceBytes) % 3 === 2 ? upload.replace(server.url, other.url) : upload;
        expect(await offsetOf(here)).to.equal(at);
        expect((await patch(here, at, content.subarray(at, at + pieceBytes))).status).to.equal(204);
        expect((await server.left()).objects.filter((key) => key.startsWith("uploads/")).length).to.be.lessThan(2);
      }
      await expectStored(idOf(upload), content);
      await other.close();
    });
  }

  it("serves tus-js-client, which pauses and goes on", async () => {
    const content = jpegOf(20 * partSizeBytes + 5);
    const run = (uploadUrl?: string) =>
      new Promise<{ url: string; mediaId: string | undefined }>((resolve, reject) => {
        const upload = new Upload(content, {
          endpoint: `${server.url}/v1/tus`,
          headers: asOwner,
          chunkSize: 3 * partSizeBytes + 1,
          metadata: { filename: "holiday.jpg" },
          ...(uploadUrl === undefined ? {} : { uploadUrl }),
          onError: reject,
          onChunkComplete: (_size, accepted) => {
            if (uploadUrl !== undefined || accepted < content.length / 2) return;
            upload.abort().then(() => resolve({ url: upload.url as string, mediaId: undefined }), reject);
          },
          onSuccess: ({ lastResponse }) => resolve({ url: upload.url as string, mediaId: lastResponse.getHeader("Mediashare-Media-Id") }),
        });
        upload.start();
      });
    const paused = await run();
    expect(paused.mediaId).to.equal(undefined);
    const { mediaId } = await run(paused.url);
    expect(mediaId).to.equal(idOf(paused.url));
    await expectStored(mediaId as string, content);
    expect(
      await server
        .db("media")
        .where({ id: mediaId as string })
        .first(),
    ).to.include({ file_name: "holiday.jpg" });
  });

  it("takes the first bytes with the creation, and all of them", async () => {
    const content = jpegOf(3 * partSizeBytes);
    for (const sent of [1_000, content.length]) {
      const response = await fetch(`${server.url}/v1/tus`, {
        method: "POST",
        headers: { ...offsetBody, "Upload-Length": String(content.length) },
        body: content.subarray(0, sent),
      });
      expect(response.status).to.equal(201);
      expect(response.headers.get("upload-offset")).to.equal(String(sent));
      const upload = new URL(response.headers.get("location") as string, server.url).href;
      if (sent < content.length) await fetch(upload, { method: "DELETE", headers: tus });
      else await expectStored(response.headers.get("mediashare-media-id") as string, content);
    }
  });

  it("takes the length later", async () => {
    const content = jpegOf(2 * partSizeBytes + 100);
    const upload = await create(server.url, "deferred");
    expect((await patch(upload, 0, content.subarray(0, 50_000))).status).to.equal(204);
    expect((await head(upload)).headers.get("upload-defer-length")).to.equal("1");
    expect((await patch(upload, 50_000, content.subarray(50_000))).status).to.equal(204);
    const last = await patch(upload, content.length, Buffer.alloc(0), { "Upload-Length": String(content.length) });
    expect([last.status, last.headers.get("mediashare-media-id")]).to.deep.equal([204, idOf(upload)]);
    await expectStored(idOf(upload), content);
  });

  it("tells again how a finished upload ended", async () => {
    const content = jpegOf(10_000);
    const upload = await create(server.url, content.length);
    await patch(upload, 0, content);
    for (const again of [await head(upload), await patch(upload, content.length, Buffer.alloc(0))]) {
      expect(again.headers.get("mediashare-media-id")).to.equal(idOf(upload));
      expect(again.headers.get("upload-offset")).to.equal("10000");
    }
    const termination = await fetch(upload, { method: "DELETE", headers: tus });
    expect(await problemOf(termination)).to.deep.equal([400, "already_finished"]);
    await expectStored(idOf(upload), content);
  });

  it("answers with the media that is there where the content is", async () => {
    const content = jpegOf(2 * partSizeBytes);
    const uploads = await Promise.all(Array.from({ length: 4 }, () => create(server.url, content.length)));
    const answers = await Promise.all(uploads.map((upload) => patch(upload, 0, content)));
    const ids = answers.map((answer) => answer.headers.get("mediashare-media-id"));
    expect(new Set(ids).size).to.equal(1);
    expect(answers.filter((answer) => answer.headers.get("mediashare-duplicate") === "true")).to.have.length(3);
    for (const upload of uploads) expect((await head(upload)).headers.get("mediashare-media-id")).to.equal(ids[0]);
    await expectStored(ids[0] as string, content);
  });

  describe("a checksum", () => {
    const content = jpegOf(3 * partSizeBytes + 77);
    const digest = (algorithm: string, bytes: Buffer) => `${algorithm} ${createHash(algorithm).update(bytes).digest("base64")}`;

    for (const algorithm of ["sha1", "sha256", "md5"]) {
      it(`by ${algorithm} that is right lets the bytes count, and one that is wrong does not`, async () => {
        const upload = await create(server.url, content.length);
        const first = content.subarray(0, 10_000);
        expect((await patch(upload, 0, first, { "Upload-Checksum": digest(algorithm, first) })).status).to.equal(204);
        const rest = content.subarray(10_000);
        const wrong = await patch(upload, 10_000, rest, { "Upload-Checksum": digest(algorithm, first) });
        expect(await problemOf(wrong)).to.deep.equal([460, "checksum_mismatch"]);
        expect(await offsetOf(upload)).to.equal(10_000);
        const left = await server.left();
        expect([left.parts, left.multiparts]).to.deep.equal([0, 0]);
        const right = await patch(upload, 10_000, rest, { "Upload-Checksum": digest(algorithm, rest) });
        expect(right.headers.get("mediashare-media-id")).to.equal(idOf(upload));
        await expectStored(idOf(upload), content);
      });
    }

    it("that cannot be understood is refused", async () => {
      const upload = await create(server.url, content.length);
      expect(await problemOf(await patch(upload, 0, content, { "Upload-Checksum": "crc7 abcd" }))).to.deep.equal([
        400,
        "unsupported_checksum",
      ]);
      expect(await problemOf(await patch(upload, 0, content, { "Upload-Checksum": "sha1 abcd" }))).to.deep.equal([400, "invalid_checksum"]);
      expect(await offsetOf(upload)).to.equal(0);
    });

    it("of a request that breaks off lets none of its bytes count", async () => {
      const upload = await create(server.url, content.length);
      const outgoing = request(upload, {
        method: "PATCH",
        headers: {
          ...offsetBody,
          "Upload-Offset": "0",
          "Content-Length": String(content.length),
          "Upload-Checksum": digest("sha1", content),
        },
        agent: false,
      });
      outgoing.on("error", () => undefined);
      outgoing.write(content.subarray(0, 2 * partSizeBytes));
      await waitFor("a part", async () => (await server.left()).multiparts === 1);
      outgoing.destroy();
      await waitFor("it to be given up", async () => (await server.left()).locks === 0);
      expect(await offsetOf(upload)).to.equal(0);
      expect((await server.left()).multiparts).to.equal(0);
    });
  });

  describe("refuses", () => {
    it("an offset that is not where the upload stands, and keeps the upload", async () => {
      const content = jpegOf(10_000);
      const upload = await create(server.url, content.length);
      await patch(upload, 0, content.subarray(0, 5_000));
      for (const offset of [0, 4_999, 5_001]) {
        expect(await problemOf(await patch(upload, offset, content.subarray(5_000)))).to.deep.equal([409, "offset_conflict"]);
      }
      expect((await patch(upload, 5_000, content.subarray(5_000))).status).to.equal(204);
      await expectStored(idOf(upload), content);
    });

    it("more bytes than were announced", async () => {
      const upload = await create(server.url, 1_000);
      expect(await problemOf(await patch(upload, 0, jpegOf(1_001)))).to.deep.equal([413, "beyond_length"]);
      expect(await offsetOf(upload)).to.equal(0);
    });

    it("a file that is announced, or turns out, to be too large", async () => {
      const announced = await fetch(`${server.url}/v1/tus`, {
        method: "POST",
        headers: { ...tus, "Upload-Length": String(9 * 1024 * KiB) },
      });
      expect(await problemOf(announced)).to.deep.equal([413, "too_large"]);
      const upload = await create(server.url, "deferred");
      await patch(upload, 0, jpegOf(6 * 1024 * KiB));
      const outgoing = hang(upload, 6 * 1024 * KiB, jpegOf(0), 2 * 1024 * KiB);
      outgoing.end(jpegOf(2 * 1024 * KiB));
      const [accepted] = await once(outgoing, "response");
      expect(accepted.statusCode).to.equal(204);
      const beyond = await fetch(upload, {
        method: "PATCH",
        headers: { ...offsetBody, "Upload-Offset": String(8 * 1024 * KiB) },
        body: new ReadableStream({
          start: (controller) => {
            controller.enqueue(new Uint8Array(10));
            controller.close();
          },
        }),
        duplex: "half",
      } as RequestInit);
      expect(await problemOf(beyond)).to.deep.equal([413, "too_large"]);
      expect(await server.left()).to.deep.equal(nothing);
    });

    it("an empty file", async () => {
      const announced = await fetch(`${server.url}/v1/tus`, { method: "POST", headers: { ...tus, "Upload-Length": "0" } });
      expect(await problemOf(announced)).to.deep.equal([422, "empty"]);
      const upload = await create(server.url, "deferred");
      expect(await problemOf(await patch(upload, 0, Buffer.alloc(0), { "Upload-Length": "0" }))).to.deep.equal([422, "empty"]);
      expect(await server.left()).to.deep.equal(nothing);
    });

    it("content that is neither photo nor video, as soon as its first bytes are there", async () => {
      const upload = await create(server.url, 8 * 1024 * KiB, "clip.mp4");
      const outgoing = hang(upload, 0, Buffer.alloc(5_000, "#EXTM3U\n"), 8 * 1024 * KiB);
      const [response] = await once(outgoing, "response");
      const problem = JSON.parse((await buffer(response)).toString());
      expect([response.statusCode, problem.code]).to.deep.equal([415, "unsupported_type"]);
      expect(problem.detail).to.include('"clip.mp4" is not a photo or video');
      expect(await server.left()).to.deep.equal(nothing);
      outgoing.destroy();
      expect((await head(upload)).status).to.equal(404);
    });

    it("content that is neither, sent in pieces too small to tell", async () => {
      const upload = await create(server.url, 3_000);
      expect((await patch(upload, 0, Buffer.alloc(1_500, "x"))).status).to.equal(204);
      expect(await problemOf(await patch(upload, 1_500, Buffer.alloc(1_500, "x")))).to.deep.equal([415, "unsupported_type"]);
      expect(await server.left()).to.deep.equal(nothing);
    });

    it("what does not speak tus 1.0", async () => {
      const response = await fetch(`${server.url}/v1/tus`, { method: "POST", headers: { ...asOwner, "Upload-Length": "5" } });
      expect([response.status, response.headers.get("tus-version")]).to.deep.equal([412, "1.0.0"]);
      const unknown = await head(`${server.url}/v1/tus/00000000-0000-7000-8000-000000000000`);
      expect(unknown.status).to.equal(404);
      expect((await head(`${server.url}/v1/tus/photo.jpg`)).status).to.equal(404);
    });
  });

  it("removes a cancelled upload, also while it is being sent", async () => {
    const upload = await create(server.url, 10 * partSizeBytes);
    const outgoing = hang(upload, 0, jpegOf(3 * partSizeBytes + 100), 10 * partSizeBytes);
    await waitFor("parts", async () => (await server.left()).parts === 3);
    expect((await fetch(upload, { method: "DELETE", headers: tus })).status).to.equal(204);
    expect(await server.left()).to.deep.equal(nothing);
    outgoing.destroy();
    expect((await head(upload)).status).to.equal(404);
  });

  it("keeps what came of a request that breaks off", async () => {
    const content = jpegOf(10 * partSizeBytes);
    const upload = await create(server.url, content.length);
    const sent = 3 * partSizeBytes + 1_000;
    const outgoing = hang(upload, 0, content.subarray(0, sent), content.length);
    await waitFor("parts", async () => (await server.left()).parts === 3);
    outgoing.destroy();
    await waitFor("the tail", async () => (await server.left()).locks === 0);
    expect(await offsetOf(upload)).to.equal(sent);
    await patch(upload, sent, content.subarray(sent));
    await expectStored(idOf(upload), content);
  });

  for (const where of ["the same", "another"] as const) {
    it(`gives a resumed client the upload of a request that hangs on ${where} server`, async () => {
      const other = await server.another();
      const content = jpegOf(5 * partSizeBytes);
      const upload = await create(server.url, content.length);
      const hanging = hang(upload, 0, content.subarray(0, 2 * partSizeBytes + 5), content.length);
      const answered = once(hanging, "response");
      await waitFor("parts", async () => (await server.left()).parts === 2);
      const startedAt = performance.now();
      const resumed = where === "another" ? upload.replace(server.url, other.url) : upload;
      expect(await offsetOf(resumed)).to.equal(2 * partSizeBytes + 5);
      expect(performance.now() - startedAt).to.be.lessThan(2_500);
      const [interrupted] = await answered;
      expect(interrupted.statusCode).to.equal(423);
      expect((await patch(resumed, 2 * partSizeBytes + 5, content.subarray(2 * partSizeBytes + 5))).status).to.equal(204);
      await expectStored(idOf(upload), content);
      hanging.destroy();
      await other.close();
    });
  }

  it("fails a request whose hashing thread ends, and takes the rest after", async () => {
    const content = jpegOf(5 * partSizeBytes + 100);
    const upload = await create(server.url, content.length);
    const sent = 2 * partSizeBytes + 5;
    const outgoing = hang(upload, 0, content.subarray(0, sent), content.length);
    const answered = once(outgoing, "response");
    await waitFor("parts", async () => (await server.left()).parts === 2);
    await server.app.hashing.stop();
    outgoing.end(content.subarray(sent));
    const [refused] = await answered;
    expect(refused.statusCode).to.equal(503);
    expect(JSON.parse((await buffer(refused)).toString()).code).to.equal("hashing_stopped");
    const offset = await offsetOf(upload);
    expect(offset % partSizeBytes).to.equal(0);
    expect((await patch(upload, offset, content.subarray(offset))).status).to.equal(204);
    await expectStored(idOf(upload), content);
  });

  it("lets one of concurrent requests for the same bytes write them", async () => {
    const content = jpegOf(4 * partSizeBytes);
    const upload = await create(server.url, content.length);
    const answers = await Promise.all(Array.from({ length: 4 }, () => patch(upload, 0, content)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204).length).to.be.lessThan(2);
    for (const status of statuses) expect(status).to.be.oneOf([204, 409, 423]);
    const offset = await offsetOf(upload);
    if (offset < content.length) await patch(upload, offset, content.subarray(offset));
    await expectStored(idOf(upload), content);
  });

  it("expires", async () => {
    const content = jpegOf(3 * partSizeBytes);
    const upload = await create(server.url, content.length);
    const partial = await patch(upload, 0, content.subarray(0, partSizeBytes + 10));
    expect(Date.parse(partial.headers.get("upload-expires") as string) - Date.now()).to.be.within(3_500_000, 3_600_000);
    const finished = await create(server.url, 5_000);
    await patch(finished, 0, jpegOf(5_000));
    await server.db("upload").update({ expires_at: server.db.raw("now() - interval '1 second'") });
    expect((await head(upload)).status).to.equal(410);
    expect(await problemOf(await patch(upload, partSizeBytes + 10, content.subarray(partSizeBytes + 10)))).to.deep.equal([
      410,
      "upload_expired",
    ]);
    expect(await server.sweep("expired-uploads")).to.equal(2);
    const left = await server.left();
    expect({ ...left, objects: left.objects.length }).to.deep.equal({ ...nothing, media: 1, tasks: 1, objects: 1 });
  });

  it("finishes what a crash left whole but not committed, when asked and by the sweep", async () => {
    for (const way of ["asked", "sweep"] as const) {
      const content = jpegOf(3 * partSizeBytes + 9);
      const upload = await create(server.url, content.length);
      await patch(upload, 0, content.subarray(0, 3 * partSizeBytes));
      // As after a crash between the last part and the commit.
      const commit = server.db("upload").where({ media_id: idOf(upload) });
      const row = await commit.clone().first();
      const multipart = {
        key: `originals/${row?.owner_id}/${idOf(upload)}`,
        uploadId: row?.multipart_id as string,
        partSizeBytes,
      };
      const last = await server.originals.putPart(multipart, 4, [content.subarray(3 * partSizeBytes)]);
      await server.db("upload_part").insert({ media_id: idOf(upload), part_number: 4, size_bytes: 9, etag: last.etag });
      await commit.clone().update({ offset_bytes: content.length });
      if (way === "sweep") {
        // And the store had completed it already.
        await server.originals.completeMultipart(multipart, await server.originals.listParts(multipart));
        expect(await server.sweep("uncommitted-uploads")).to.equal(1);
      }
      expect((await head(upload)).headers.get("mediashare-media-id")).to.equal(idOf(upload));
      expect(
        await server
          .db("media")
          .where({ id: idOf(upload) })
          .first(),
      ).to.include({ state: "stored", size_bytes: content.length });
      expect(await server.sweep("uncommitted-uploads")).to.equal(0);
    }
  });

  it("takes back the lock of a process that died within seconds", async () => {
    const upload = await create(server.url, 10_000);
    await server.db.raw("insert into upload_lock (id, holder, expires_at) values (?, gen_random_uuid(), now() + interval '3 seconds')", [
      idOf(upload),
    ]);
    const startedAt = performance.now();
    expect(await offsetOf(upload)).to.equal(0);
    expect(performance.now() - startedAt).to.be.within(1_500, 6_000);
  });
});
