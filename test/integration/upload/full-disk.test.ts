import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DiskObjectStore } from "@mediashare/core";
import { expect } from "chai";
import { asOwner } from "../../support/owner.ts";
import { filePart, jpegOf, postForm } from "../../support/upload-content.ts";
import { nothing, startUploadServer, type UploadServer } from "../../support/upload-server.ts";

const MiB = 2 ** 20;
const run = promisify(execFile);

describe("uploads to a disk that is full", () => {
  let folder: string;
  let server: UploadServer | undefined;

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), "mediashare-full-"));
    const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=3m", "mediashare-test", folder]).then(
      () => true,
      () => false,
    );
    if (!mounted) {
      console.log("      skipped: a small disk can only be mounted by root");
      this.skip();
    }
    server = await startUploadServer({ originals: new DiskObjectStore(folder), partSizeBytes: MiB });
  });
  after(async () => {
    if (server) {
      await server.stop();
      await run("umount", [folder]);
    }
    await rm(folder, { recursive: true, force: true });
  });

  it("are refused with 507, a form leaving nothing", async () => {
    const { url, left } = server as UploadServer;
    for (const sizeBytes of [5 * MiB, 8 * MiB]) {
      const reply = await postForm(url, [filePart(jpegOf(100_000)), filePart(jpegOf(sizeBytes))]);
      expect([reply.status, reply.body.code]).to.deep.equal([507, "storage_full"]);
      expect(await left()).to.deep.equal(nothing);
    }
    expect((await postForm(url, [filePart(jpegOf(MiB))])).status).to.equal(201);
  });

  it("by tus are refused with 507, keep what was stored, and can be cancelled", async () => {
    const { url } = server as UploadServer;
    const tus = { ...asOwner, "Tus-Resumable": "1.0.0" };
    const created = await fetch(`${url}/v1/tus`, { method: "POST", headers: { ...tus, "Upload-Length": String(6 * MiB) } });
    const upload = new URL(created.headers.get("location") as string, url);
    const headers = { ...tus, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0" };
    const patched = await fetch(upload, { method: "PATCH", headers, body: jpegOf(6 * MiB) });
    expect([patched.status, (await patched.json()).code]).to.deep.equal([507, "storage_full"]);
    const offset = Number((await fetch(upload, { method: "HEAD", headers: tus })).headers.get("upload-offset"));
    expect(offset % MiB).to.equal(0);
    expect((await fetch(upload, { method: "DELETE", headers: tus })).status).to.equal(204);
    expect(await (server as UploadServer).left()).to.deep.include({ uploads: 0, parts: 0, multiparts: 0, media: 1 });
  });
});
