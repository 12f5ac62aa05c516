import { randomUUID } from "node:crypto";
import { expect } from "chai";
import exifr from "exifr";
import { buildTiff, gps, withExifBlock } from "../../support/exif.ts";
import { makePhoto } from "../../support/files.ts";
import { liveBufferBytes } from "../../support/live-memory.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { unzip } from "../../support/unzip.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("a download of many", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const add = async (file_name: string, content: Uint8Array, over: Parameters<typeof insertMedia>[1] = {}): Promise<string> => {
    const media = await insertMedia(web.db, { state: "ready", file_name, size_bytes: content.length, ...over });
    await web.originals.put(media.original_key, content, { contentType: media.content_type as string });
    return media.id;
  };
  const ask = async (ids: readonly string[], withPlace?: boolean): Promise<Response> => {
    const response = await fetchAsOwner(`${web.url}/v1/downloads`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ids, ...(withPlace === undefined ? {} : { withPlace }) }),
    });
    expect(response.status).to.equal(201);
    return fetchAsOwner(web.url + ((await response.json()) as { path: string }).path);
  };
  it("is a zip of the originals without their places, and says what it leaves out", async () => {
    const photo = withExifBlock(await makePhoto({ seed: 1 }), buildTiff({ image: [[0x10f, { ascii: "Maker of cameras" }]], gps }));
    const ids = [
      await add("harbour.jpg", photo),
      await add("harbour.jpg", await makePhoto({ seed: 2 })),
      await add("../<b>clip</b>\u202e.webm", Buffer.from("webm"), { kind: "video", content_type: "video/webm" }),
    ];
    const response = await ask(ids);
    expect(response.headers.get("content-type")).to.equal("application/zip");
    expect(response.headers.get("content-disposition")).to.match(/^attachment; filename="mediashare\.zip"/);
    const files = await unzip(response);
    expect([...files.keys()]).to.deep.equal(["harbour.jpg", "harbour (2).jpg", "NOT-IN-THIS-ZIP.txt"]);
    const clean = files.get("harbour.jpg") as Buffer;
    expect(await exifr.gps(clean).catch(() => undefined)).to.equal(undefined);
    expect(await exifr.parse(clean)).to.include({ Make: "Maker of cameras" });
    expect(String(files.get("NOT-IN-THIS-ZIP.txt"))).to.match(/^b__\.webm: left out/m);
    expect(String(files.get("NOT-IN-THIS-ZIP.txt"))).to.not.match(/[<>\u202e]/);
  });

  it("has the originals as they are where the owner wants the places", async () => {
    const photo = withExifBlock(await makePhoto({ seed: 3 }), buildTiff({ gps }));
    const files = await unzip(
      await ask([await add("a.jpg", photo), await add("b.webm", Buffer.from("webm"), { content_type: "video/webm" })], true),
    );
    expect([...files.keys()]).to.deep.equal(["a.jpg", "b.webm"]);
    expect(files.get("a.jpg")?.equals(photo)).to.equal(true);
  });

  it("holds a large file no longer than its bytes are under way", async () => {
    const large = Buffer.alloc(192 * 1024 * 1024, 7);
    const id = await add("large.mp4", large, { kind: "video", content_type: "video/mp4" });
    const before = liveBufferBytes();
    const response = await ask([id], true);
    let most = 0;
    let received = 0;
    let nextLook = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received < nextLook) continue;
      nextLook = received + 16 * 1024 * 1024;
      most = Math.max(most, liveBufferBytes() - before);
    }
    expect(received).to.be.greaterThan(large.length);
    // Buffers are freed beside the program: some that nobody holds may still be counted.
    expect(most).to.be.below(large.length / 2);
  });

  it("names a file whose original is lost, and leaves out what is foreign or deleted", async () => {
    const lost = await insertMedia(web.db, { state: "ready", file_name: "lost.jpg" });
    const foreign = await add("foreign.jpg", Buffer.from("x"), { owner_id: randomUUID() });
    const trashed = await add("trashed.jpg", Buffer.from("x"), { trashed_at: new Date() });
    const files = await unzip(await ask([lost.id, foreign, trashed, randomUUID()]));
    expect([...files.keys()]).to.deep.equal(["NOT-IN-THIS-ZIP.txt"]);
    expect(String(files.get("NOT-IN-THIS-ZIP.txt"))).to.include("lost.jpg: its original is not there");
  });

  it("is its owner's only, and only for a while", async () => {
    const expired = randomUUID();
    const foreign = randomUUID();
    const row = { media_ids: [], with_place: false };
    await web.db("download").insert([
      { id: expired, owner_id: (await insertMedia(web.db)).owner_id, expires_at: new Date(Date.now() - 1_000), ...row },
      { id: foreign, owner_id: randomUUID(), expires_at: new Date(Date.now() + 60_000), ...row },
    ]);
    for (const id of [expired, foreign, randomUUID()]) {
      const response = await fetchAsOwner(`${web.url}/v1/downloads/${id}/zip`);
      expect(response.status).to.equal(404);
      expect(await response.json()).to.include({ code: "download_not_found" });
    }
  });
});
