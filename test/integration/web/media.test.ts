import { randomUUID } from "node:crypto";
import { type components, deliveredUrl } from "@mediashare/client";
import { objectKeys } from "@mediashare/contract";
import { createS3Client, deliveryKeys, type MediaRow, S3ObjectStore, verifySignedUrl } from "@mediashare/core";
import { expect } from "chai";
import { insertReadyImage, insertWatchableVideo } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { deliveryUrl, startWebServer, type WebServer } from "../../support/web-server.ts";

describe("GET /v1/media/{id}", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const get = async (id: string): Promise<{ status: number; body: components["schemas"]["MediaDetail"] & Record<string, unknown> }> => {
    const response = await fetchAsOwner(`${web.url}/v1/media/${id}`);
    return { status: response.status, body: await response.json() };
  };
  const verdict = (url: unknown) => verifySignedUrl(String(url), { publicKeys: web.publicKeys, now: new Date() });

  it("tells all about a photo, with URLs that the edge accepts", async () => {
    const media = await insertReadyImage(web.db, {
      captured_at: new Date("2024-06-01T10:00:00.123Z"),
      facts: { camera: { make: "Fuji" }, place: { latitude: 1, longitude: 2 } },
    });
    const { status, body } = await get(media.id);
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      id: media.id,
      state: "ready",
      kind: "image",
      fileName: "photo.jpg",
      sha256: media.sha256?.toString("hex"),
      capturedAt: "2024-06-01T10:00:00.123Z",
      facts: { camera: { make: "Fuji" }, place: { latitude: 1, longitude: 2 } },
      thumbhash: "AQID",
      failure: null,
      hls: null,
      storyboard: null,
    });
    const { delivery, images } = body;
    expect(images).to.have.length(3);
    for (const { path } of images) expect(verdict(deliveredUrl(delivery, path))).to.include({ ok: true });
    expect(delivery.baseUrl + images[2]?.path).to.equal(`${deliveryUrl}/${deliveryKeys.mediaPrefix(media.id)}g1/w1280.webp`);
    expect((await get(media.id)).body, "URLs stay the same, so that browsers can cache").to.deep.include({ delivery, images });
  });

  it("gives the playlist of a video that is still being made, and one signature for all that it names", async () => {
    const media = await insertWatchableVideo(web.db);
    const { body } = await get(media.id);
    const { delivery } = body;
    expect(body.hls).to.deep.equal({ path: "main.m3u8", complete: false });
    expect(delivery.baseUrl).to.equal(`${deliveryUrl}/${deliveryKeys.mediaPrefix(media.id)}g1/`);
    expect(verdict(deliveredUrl(delivery, "main.m3u8"))).to.include({ ok: true });
    expect(verdict(deliveredUrl(delivery, "v720-0.m4s"))).to.include({ ok: true });
    expect(verdict(`${deliveryUrl}/${deliveryKeys.mediaPrefix(randomUUID())}g1/v720-0.m4s?${delivery.query}`)).to.include({ ok: false });
    expect(body.storyboard).to.deep.equal({ path: "storyboard.vtt" });
    expect(body.images).to.have.length(1);
    await web.db("media").where({ id: media.id }).update({ state: "ready" });
    expect((await get(media.id)).body.hls).to.include({ complete: true });
  });

  it("has no playlist for a video that cannot be watched yet, or has failed", async () => {
    const early = await insertWatchableVideo(web.db, { playable: false });
    const failed = await insertWatchableVideo(web.db, {
      state: "failed",
      failure_code: "decoder_timeout",
      failure_message: "It took too long.",
    });
    expect((await get(early.id)).body.hls).to.equal(null);
    const { body } = await get(failed.id);
    expect(body.hls).to.equal(null);
    expect(body.failure).to.deep.equal({ code: "decoder_timeout", message: "It took too long.", retryable: true });
  });

  it("says of a failure that lies in the file that a retry is of no use", async () => {
    const media = await insertMedia(web.db, { state: "failed", failure_code: "truncated", failure_message: "It ends too early." });
    expect((await get(media.id)).body.failure).to.include({ code: "truncated", retryable: false });
  });

  it("knows nothing of what is foreign, deleted, being received, or not there", async () => {
    const hidden: MediaRow[] = [
      await insertReadyImage(web.db, { owner_id: randomUUID() }),
      await insertReadyImage(web.db, { state: "deleted" }),
      await insertMedia(web.db, { state: "receiving", sha256: null, kind: null }),
    ];
    for (const id of [...hidden.map((media) => media.id), randomUUID()]) {
      for (const path of ["", "/original"]) {
        const { status, body } = await get(id + path);
        expect(status, path).to.equal(404);
        expect(body).to.include({ code: "media_not_found", detail: `There is no media ${id}.` });
      }
      const retried = await fetchAsOwner(`${web.url}/v1/media/${id}/retry`, { method: "POST" });
      expect(retried.status).to.equal(404);
    }
  });

  it("refuses an id that is none", async () => {
    for (const id of ["1", "x".repeat(36), "%zz", `${randomUUID()}x`]) {
      const { status, body } = await get(id);
      expect(status, id).to.equal(400);
      expect(body).to.have.property("code");
    }
  });

  it("answers 500, and tells nothing of the row, where it does not fit the declared response", async () => {
    const media = await insertMedia(web.db, { state: "ready", content_type: null, file_name: "secret.jpg" });
    const { status, body } = await get(media.id);
    expect(status).to.equal(500);
    expect(body).to.include({ code: "internal" });
    expect(JSON.stringify(body)).not.to.match(/secret|contentType|zod/i);
  });
});

describe("GET /v1/media/{id}/original", () => {
  let web: WebServer;
  let media: MediaRow;
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 256));
  before(async () => {
    web = await startWebServer();
    media = await insertMedia(web.db, { state: "ready", file_name: 'Été "1"\r\nX-Bad: 1.jpg' });
    await web.originals.put(media.original_key, bytes, { contentType: "image/svg+xml" });
  });
  after(() => web.stop());

  const original = (init: RequestInit = {}, id = media.id) => fetchAsOwner(`${web.url}/v1/media/${id}/original`, init);

  it("is the file, to be saved under its name and never shown", async () => {
    const response = await original();
    expect(response.status).to.equal(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).to.equal(true);
    expect(response.headers.get("content-type")).to.equal("application/octet-stream");
    expect(response.headers.get("content-length")).to.equal("1000");
    expect(response.headers.get("x-content-type-options")).to.equal("nosniff");
    expect(response.headers.get("x-bad")).to.equal(null);
    expect(response.headers.get("content-disposition"))
      .to.match(/^attachment; filename="/)
      .and.include("filename*=UTF-8''%C3%89t%C3%A9%20%221%22X-Bad");
  });

  it("comes in ranges", async () => {
    const response = await original({ headers: { Range: "bytes=990-" } });
    expect(response.status).to.equal(206);
    expect(response.headers.get("content-range")).to.equal("bytes 990-999/1000");
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(990))).to.equal(true);
  });

  it("has no bytes beyond its end", async () => {
    const response = await original({ headers: { Range: "bytes=1000-" } });
    expect(response.status).to.equal(416);
    expect(response.headers.get("content-range")).to.equal("bytes */1000");
    expect(response.headers.get("content-disposition")).to.equal(null);
    expect(await response.json()).to.include({ code: "range_not_satisfiable" });
  });

  it("is not sent again to who has it", async () => {
    const etag = (await original()).headers.get("etag") as string;
    const response = await original({ headers: { "If-None-Match": etag } });
    expect(response.status).to.equal(304);
    expect(await response.text()).to.equal("");
  });

  it("answers HEAD with the size", async () => {
    const response = await original({ method: "HEAD" });
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-length")).to.equal("1000");
  });

  it("is a problem, not a download, where the object is lost", async () => {
    const lost = await insertMedia(web.db, { state: "ready" });
    const response = await original({}, lost.id);
    expect(response.status).to.equal(404);
    expect(response.headers.get("content-type")).to.include("application/problem+json");
    expect(response.headers.get("content-disposition")).to.equal(null);
    expect(await response.json()).to.include({ code: "object_not_found" });
  });

  it("is read by the key of its own row", async () => {
    const twin = await insertMedia(web.db, { state: "ready", original_key: objectKeys.original(randomUUID(), randomUUID()) });
    await web.originals.put(twin.original_key, Buffer.from("twin"), { contentType: "image/jpeg" });
    expect(await (await original({}, twin.id)).text()).to.equal("twin");
  });
});

describe("GET /v1/media/{id}/original of a store in S3", () => {
  it("leads to S3 itself, for a while, and to a download there too", async () => {
    const client = createS3Client({
      region: "us-east-1",
      endpoint: "http://s3.example",
      pathStyle: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const web = await startWebServer({ originals: new S3ObjectStore({ client, bucket: "originals" }) });
    try {
      const media = await insertMedia(web.db, { state: "ready", file_name: "é.jpg" });
      const response = await fetchAsOwner(`${web.url}/v1/media/${media.id}/original`, { redirect: "manual" });
      expect(response.status).to.equal(302);
      expect(response.headers.get("cache-control")).to.equal("no-store");
      const location = new URL(response.headers.get("location") as string);
      expect(location.origin + location.pathname).to.equal(`http://s3.example/originals/${media.original_key}`);
      expect(location.searchParams.get("X-Amz-Expires")).to.equal("900");
      expect(location.searchParams.get("response-content-disposition")).to.match(/^attachment; .*UTF-8''%C3%A9\.jpg$/);
      const foreign = await insertMedia(web.db, { state: "ready", owner_id: randomUUID() });
      expect((await fetchAsOwner(`${web.url}/v1/media/${foreign.id}/original`, { redirect: "manual" })).status).to.equal(404);
    } finally {
      await web.stop();
      client.destroy();
    }
  });
});
