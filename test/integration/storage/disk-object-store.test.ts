import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { DiskObjectStore, InvalidObjectKeyError, openStores, StorageFullError, StorageUnavailableError } from "@mediashare/core";
import { expect } from "chai";
import { describeObjectStore, errorOf, keysOf, rejects, sequence } from "../../support/object-store-suite.ts";

const MiB = 1024 * 1024;
const run = promisify(execFile);

describe("DiskObjectStore", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mediashare-disk-"));
  });
  after(async () => {
    await rm(root, { recursive: true, force: true });
  });

  describeObjectStore("DiskObjectStore", () => new DiskObjectStore(join(root, "suite")));

  it("keeps an object and objects below the same name apart", async () => {
    const store = new DiskObjectStore(join(root, "prefix"));
    const keys = ["a", "a/b", "a/b/c", "a+", "a+/b"].toSorted();
    for (const key of keys) await store.put(key, Buffer.from(key), { contentType: "text/plain" });
    expect(await keysOf(store, "")).to.deep.equal(keys);
    await store.delete(["a/b"]);
    expect(await keysOf(store, "")).to.deep.equal(keys.filter((key) => key !== "a/b"));
  });

  it("leaves no folder behind when the last object in it goes", async () => {
    const store = new DiskObjectStore(join(root, "prune"));
    await store.put("media/m/g1/a", Buffer.from("x"), { contentType: "text/plain" });
    await store.put("media/m/g1/b", Buffer.from("x"), { contentType: "text/plain" });
    await store.delete(["media/m/g1/a"]);
    expect(await readdir(join(root, "prune", "objects"))).to.have.length(1);
    await store.delete(["media/m/g1/b"]);
    expect(await readdir(join(root, "prune", "objects"))).to.deep.equal([]);
  });

  it("stores while another process empties the same folder", async () => {
    const [one, other] = [new DiskObjectStore(join(root, "churn")), new DiskObjectStore(join(root, "churn"))];
    await Promise.all(
      [one, other].map(async (store, n) => {
        for (let turn = 0; turn < 100; turn += 1) {
          await store.put(`deep/er/${n}`, Buffer.from("x"), { contentType: "text/plain" });
          await store.delete([`deep/er/${n}`]);
        }
      }),
    );
    expect(await keysOf(one, "")).to.deep.equal([]);
  });

  for (const [name, partSizeBytes, alignedAt] of [
    ["whole pages", MiB, 0],
    ["parts that end within a page", MiB + 700, 0],
    ["memory that begins within a page", MiB, 16],
  ] as const) {
    it(`stores parts past the page cache or through it: ${name}`, async () => {
      const store = new DiskObjectStore(join(root, "direct"));
      const content = randomBytes(2 * partSizeBytes + 5_000);
      const upload = await store.createMultipart(`direct/${name}`, { contentType: "video/mp4", partSizeBytes });
      const parts = [1, 2, 3].map(async (partNumber) => {
        const bytes = content.subarray((partNumber - 1) * partSizeBytes, partNumber * partSizeBytes);
        // A resizable buffer begins at a page.
        const memory = Buffer.from(new ArrayBuffer(alignedAt + bytes.length, { maxByteLength: 2 * MiB })).subarray(alignedAt);
        bytes.copy(memory);
        return store.putPart(upload, partNumber, [memory]);
      });
      await store.completeMultipart(upload, await Promise.all(parts));
      expect((await buffer((await store.get(upload.key)).body)).equals(content)).to.equal(true);
    });
  }

  it("keeps the original byte for byte at the start of its file, under a readable name", async () => {
    const store = new DiskObjectStore(join(root, "plain"));
    await store.put("media/m/a.webp", Buffer.from("the picture"), { contentType: "image/webp" });
    const file = await readFile(join(root, "plain", "objects", "media+", "m+", "a.webp"));
    expect(file.subarray(0, 11).toString()).to.equal("the picture");
  });

  it("refuses a key whose segment is longer than a file name may be", async () => {
    const store = new DiskObjectStore(join(root, "long"));
    await rejects(InvalidObjectKeyError, store.put("x".repeat(256), Buffer.from("x"), { contentType: "text/plain" }));
    await store.put("x".repeat(255), Buffer.from("x"), { contentType: "text/plain" });
  });

  it("says so when a file is not one of its objects", async () => {
    const store = new DiskObjectStore(join(root, "damaged"));
    await store.put("a", Buffer.from("x"), { contentType: "text/plain" });
    await writeFile(join(root, "damaged", "objects", "a"), "something else");
    await rejects(StorageUnavailableError, store.get("a"));
  });

  it("removes what killed processes left, once it is a day old, and not what is being written", async () => {
    const folder = join(root, "sweep", "tmp");
    await new DiskObjectStore(join(root, "sweep")).check();
    await writeFile(join(folder, "old"), "left by a killed process");
    await writeFile(join(folder, "new"), "being written");
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(folder, "old"), twoDaysAgo, twoDaysAgo);
    await new DiskObjectStore(join(root, "sweep")).check();
    expect(await readdir(folder)).to.deep.equal(["new"]);
  });

  it("shows nothing of what a killed process was writing, and goes on with its multipart", async () => {
    const path = join(root, "killed");
    const script = `
      import { Readable } from "node:stream";
      import { DiskObjectStore } from "@mediashare/core";
      const store = new DiskObjectStore(process.argv[1]);
      const upload = await store.createMultipart("multi", { contentType: "video/mp4", partSizeBytes: 1048576 });
      const part = await store.putPart(upload, 1, [Buffer.alloc(1048576, 1)]);
      const endless = new Readable({ read() { this.push(Buffer.alloc(65536)); } });
      void store.put("single", endless, { contentType: "video/mp4" });
      setTimeout(() => process.stdout.write(JSON.stringify({ upload, part })), 200);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, path], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    child.kill("SIGKILL");
    await once(child, "exit");

    const store = new DiskObjectStore(path);
    const { upload, part } = JSON.parse(line.toString());
    expect(await keysOf(store, "")).to.deep.equal([]);
    expect(await readdir(join(path, "tmp"))).to.have.length(1);
    const second = await store.putPart(upload, 2, [Buffer.from("end")]);
    expect((await store.completeMultipart(upload, [part, second])).sizeBytes).to.equal(MiB + 3);
  });

  it("fails its check where the folder cannot be used", async () => {
    const file = join(root, "file");
    await writeFile(file, "not a folder");
    await rejects(StorageUnavailableError, new DiskObjectStore(join(file, "store")).check());
  });

  it("gives no presigned URLs", async () => {
    const store = new DiskObjectStore(join(root, "presign"));
    expect(await store.presignGet()).to.equal(undefined);
  });

  it("keeps originals and renditions in folders of their own", async () => {
    const { originals, renditions } = openStores({ kind: "disk", path: join(root, "both"), originalsBucket: "o", renditionsBucket: "r" });
    await originals.put("a", Buffer.from("x"), { contentType: "text/plain" });
    await renditions.check();
    expect(await keysOf(renditions, "")).to.deep.equal([]);
    expect((await readdir(join(root, "both"))).toSorted()).to.deep.equal(["o", "r"]);
  });

  describe("on a full disk", () => {
    let mount: string;
    before(async function () {
      mount = await mkdtemp(join(tmpdir(), "mediashare-full-"));
      const failure = await errorOf(run("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", mount]));
      if (!failure) return;
      await rm(mount, { recursive: true });
      mount = "";
      console.log(`      skipped: a small disk cannot be mounted here (${failure.message.trim().split("\n").at(-1)})`);
      this.skip();
    });
    after(async () => {
      if (!mount) return;
      await run("umount", [mount]);
      await rm(mount, { recursive: true });
    });

    it("puts fail with StorageFullError, end the body, and give their space back", async () => {
      const store = new DiskObjectStore(mount);
      await store.put("small", Buffer.alloc(MiB), { contentType: "text/plain" });
      const body = sequence(20 * MiB);
      await rejects(StorageFullError, store.put("big", body, { contentType: "video/mp4" }));
      expect(body.destroyed).to.equal(true);
      await rejects(StorageFullError, store.put("big", Buffer.alloc(20 * MiB), { contentType: "video/mp4" }));
      expect(await readdir(join(mount, "tmp"))).to.deep.equal([]);
      expect(await keysOf(store, "")).to.deep.equal(["small"]);
      await store.put("fits", sequence(5 * MiB), { contentType: "video/mp4" });
      await store.delete(["fits", "small"]);
    });

    it("parts fail with StorageFullError, and the upload goes on once there is space", async () => {
      const store = new DiskObjectStore(mount);
      await store.put("ballast", Buffer.alloc(4 * MiB), { contentType: "text/plain" });
      const upload = await store.createMultipart("video", { contentType: "video/mp4", partSizeBytes: 2 * MiB });
      const first = await store.putPart(upload, 1, [Buffer.alloc(2 * MiB, 1)]);
      await rejects(StorageFullError, store.putPart(upload, 2, [Buffer.alloc(2 * MiB, 2)]));
      expect(await store.listParts(upload)).to.deep.equal([first]);
      await store.delete(["ballast"]);
      const second = await store.putPart(upload, 2, [Buffer.alloc(2 * MiB, 2)]);
      expect((await store.completeMultipart(upload, [first, second])).sizeBytes).to.equal(4 * MiB);
    });
  });

  it("reports a folder that it may not write", async function () {
    if (process.getuid?.() === 0) {
      console.log("      skipped: root may write anywhere");
      this.skip();
    }
    const store = new DiskObjectStore(join(root, "readonly"));
    await store.check();
    await chmod(join(root, "readonly", "tmp"), 0o500);
    await rejects(StorageUnavailableError, store.put("a", Buffer.from("x"), { contentType: "text/plain" }));
  });
});
