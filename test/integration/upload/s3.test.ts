import { createHash } from "node:crypto";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { S3ObjectStore } from "@mediashare/core";
import { expect } from "chai";
import { asOwner } from "../../support/owner.ts";
import { filePart, jpegOf, postForm } from "../../support/upload-content.ts";
import { nothing, startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { startVersitygw, type Versitygw } from "../../support/versitygw.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;
const tus = { ...asOwner, "Tus-Resumable": "1.0.0" };
const offsetBody = { ...tus, "Content-Type": "application/offset+octet-stream" };

describe("uploads to S3", () => {
  let s3: Versitygw | undefined;
  let server: UploadServer;

  before(async function () {
    this.timeout(600_000);
    const started = await startVersitygw();
    if ("skipped" in started) {
      console.log(`      skipped: ${started.skipped}`);
      this.skip();
    }
    s3 = started;
    await s3.createBucket("originals");
    const originals = new S3ObjectStore({ client: s3.client, bucket: "originals" });
    server = await startUploadServer({ originals, partSizeBytes: 5 * MiB, maxUploadSizeBytes: 20 * MiB });
  });
  afterEach(async () => {
    await server.db.raw("truncate media, upload, upload_lock cascade");
    for (const key of (await server.left()).objects) await server.originals.delete([key]);
  });
  after(async () => {
    await server?.stop();
    await s3?.stop();
  });

  const expectStored = async (id: string, content: Buffer) => {
    const row = await server.db("media").where({ id }).first();
    expect(row?.sha256?.toString("hex")).to.equal(createHash("sha256").update(content).digest("hex"));
    const object = await server.originals.get(row?.original_key as string);
    expect(object.contentType).to.equal("image/jpeg");
    expect((await buffer(object.body)).equals(content)).to.equal(true);
  };

  it("by form arrive whole, whether of one part or many, and once", async () => {
    const contents = [jpegOf(1_000), jpegOf(5 * MiB), jpegOf(12 * MiB)];
    const first = await postForm(
      server.url,
      contents.map((content) => filePart(content)),
    );
    expect(first.status).to.equal(201);
    for (const [index, item] of first.body.items.entries()) await expectStored(item.id, contents[index] as Buffer);
    const second = await postForm(
      server.url,
      contents.map((content) => filePart(content)),
    );
    expect(second.body.items.map(({ duplicate }: { duplicate: boolean }) => duplicate)).to.deep.equal([true, true, true]);
    const left = await server.left();
    expect([left.media, left.objects.length, left.multiparts]).to.deep.equal([3, 3, 0]);
  });

  it("by form that are refused leave nothing", async () => {
    const reply = await postForm(server.url, [filePart(jpegOf(6 * MiB)), filePart(jpegOf(21 * MiB))]);
    expect([reply.status, reply.body.code]).to.deep.equal([413, "too_large"]);
    expect(await server.left()).to.deep.equal(nothing);
  });

  const create = async (lengthBytes: number): Promise<string> => {
    const response = await fetch(`${server.url}/v1/tus`, { method: "POST", headers: { ...tus, "Upload-Length": String(lengthBytes) } });
    return new URL(response.headers.get("location") as string, server.url).href;
  };
  const patch = (upload: string, offset: number, body: Buffer<ArrayBuffer>) =>
    fetch(upload, { method: "PATCH", headers: { ...offsetBody, "Upload-Offset": String(offset) }, body });

  it("by tus arrive whole, in one piece or in many by servers that take turns", async () => {
    const other = await server.another();
    for (const pieceBytes of [12 * MiB, 1.75 * MiB]) {
      const content = jpegOf(12 * MiB + 7);
      const upload = await create(content.length);
      let last: Response | undefined;
      for (let at = 0, turn = 0; at < content.length; at += pieceBytes, turn += 1) {
        last = await patch(turn % 2 ? upload.replace(server.url, other.url) : upload, at, content.subarray(at, at + pieceBytes));
        expect(last.status).to.equal(204);
      }
      await expectStored(last?.headers.get("mediashare-media-id") as string, content);
    }
    const left = await server.left();
    expect([left.objects.length, left.multiparts, left.parts]).to.deep.equal([2, 0, 0]);
    await other.close();
  });

  it("by tus that are cancelled leave nothing", async () => {
    const upload = await create(12 * MiB);
    const headers = { ...offsetBody, "Upload-Offset": "0", "Content-Length": String(12 * MiB) };
    const outgoing = request(upload, { method: "PATCH", headers, agent: false });
    outgoing.on("error", () => undefined);
    outgoing.write(jpegOf(7 * MiB));
    await waitFor("a part", async () => (await server.left()).parts === 1);
    expect((await fetch(upload, { method: "DELETE", headers: tus })).status).to.equal(204);
    outgoing.destroy();
    expect(await server.left()).to.deep.equal(nothing);
  });
});
