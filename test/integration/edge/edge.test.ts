import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { DeliverySigner, DiskObjectStore, deliveryKeys, generateDeliveryKeyPair } from "@mediashare/core";
import { createApp, createLogger, type RunningServer, serve } from "@mediashare/kit";
import { edgeMiddleware, edgeOrigins } from "@mediashare/local";
import { expect } from "chai";

const MiB = 1024 * 1024;
const mediaId = "0198c0de-0000-7000-8000-000000000001";
const key = `${deliveryKeys.mediaPrefix(mediaId)}g1/v720.m4s`;
const site = "http://localhost:8080";
const hourMs = 3_600_000;

describe("the edge", () => {
  const body = randomBytes(200_000);
  const big = randomBytes(16 * MiB);
  const now = new Date();
  let root: string;
  let store: DiskObjectStore;
  let server: RunningServer;
  let signer: DeliverySigner;
  let origin: string;
  let url: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "mediashare-edge-"));
    store = new DiskObjectStore(root);
    const { privateKey, publicKey } = await generateDeliveryKeyPair();
    const deliveryUrl = "http://media.example";
    const app = createApp({ logger: createLogger({ service: "edge", level: "silent" }), origins: edgeOrigins([site]) });
    app.koa.use(edgeMiddleware({ store, deliveryUrl, publicKeys: new Map([["K1", publicKey]]) }));
    server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    origin = `http://127.0.0.1:${server.port}`;
    signer = new DeliverySigner({ deliveryUrl, keyPairId: "K1", privateKey, ttlMs: hourMs });
    url = at(signer.signMedia(mediaId, now).urlFor(key));
    await store.put(key, body, { contentType: "video/mp4", cacheControl: "public, max-age=31536000, immutable" });
    await store.put(`${deliveryKeys.mediaPrefix(mediaId)}g1/big`, big, { contentType: "video/mp4" });
    await store.put(`${deliveryKeys.mediaPrefix(mediaId)}g1/empty`, Buffer.alloc(0), { contentType: "text/plain" });
    await store.put("originals/owner/secret", Buffer.from("secret"), { contentType: "image/jpeg" });
  });
  after(async () => {
    await server.close(0);
    await rm(root, { recursive: true });
  });

  /** The URL at the address where the edge really listens. */
  const at = (signed: string) => signed.replace("http://media.example", origin);
  const signed = (name: string) => at(signer.signMedia(mediaId, now).urlFor(`${deliveryKeys.mediaPrefix(mediaId)}g1/${name}`));
  const get = (headers: Record<string, string>, target = url) => fetch(target, { headers });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const problemOf = async (response: Response) => {
    expect(response.headers.get("content-type")).to.include("application/problem+json");
    expect(response.headers.get("cache-control")).to.equal("no-store");
    return { status: response.status, code: ((await response.json()) as { code: string }).code };
  };

  describe("serves a signed URL", () => {
    it("whole, with all that caches and players need", async () => {
      const response = await get({ Origin: site });
      expect(response.status).to.equal(200);
      expect((await bytesOf(response)).equals(body)).to.equal(true);
      expect(Object.fromEntries(response.headers)).to.include({
        "content-type": "video/mp4",
        "content-length": "200000",
        "cache-control": "public, max-age=31536000, immutable",
        "accept-ranges": "bytes",
        etag: (await store.head(key)).etag,
        "last-modified": (await store.head(key)).lastModified.toUTCString(),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": site,
        vary: "Origin",
      });
      expect(response.headers.get("access-control-expose-headers")).to.include("Content-Range");
    });

    it("by HEAD without the body", async () => {
      const response = await fetch(url, { method: "HEAD", headers: { Range: "bytes=0-9" } });
      expect(response.status).to.equal(200);
      expect(response.headers.get("content-length")).to.equal("200000");
      expect((await bytesOf(response)).length).to.equal(0);
    });

    it("that is empty", async () => {
      const response = await get({}, signed("empty"));
      expect([response.status, response.headers.get("content-length"), response.headers.get("cache-control")]).to.deep.equal([
        200,
        "0",
        "no-cache",
      ]);
    });

    it("with a query of the player's own", async () => {
      expect((await get({}, `${url}&_HLS_msn=1`)).status).to.equal(200);
    });
  });

  describe("ranges", () => {
    for (const [range, start, end] of [
      ["bytes=0-0", 0, 1],
      ["bytes=100-299", 100, 300],
      ["bytes=199990-", 199_990, 200_000],
      ["bytes=-10", 199_990, 200_000],
      ["bytes=199990-999999", 199_990, 200_000],
    ] as const) {
      it(`${range} is 206`, async () => {
        const response = await get({ Range: range });
        expect(response.status).to.equal(206);
        expect(response.headers.get("content-range")).to.equal(`bytes ${start}-${end - 1}/200000`);
        expect(response.headers.get("content-length")).to.equal(String(end - start));
        expect((await bytesOf(response)).equals(body.subarray(start, end))).to.equal(true);
      });
    }

    for (const range of ["bytes=0-1,5-6", "items=0-1", "bytes=9-1"]) {
      it(`${range} is answered with the whole`, async () => {
        const response = await get({ Range: range });
        expect(response.status).to.equal(200);
        expect((await bytesOf(response)).equals(body)).to.equal(true);
      });
    }

    it("without a byte are 416 with the size", async () => {
      const response = await get({ Range: "bytes=200000-" });
      expect(response.headers.get("content-range")).to.equal("bytes */200000");
      expect(await problemOf(response)).to.deep.equal({ status: 416, code: "range_not_satisfiable" });
    });

    it("are kept to where If-Range fits, and dropped where it does not", async () => {
      const { etag, lastModified } = await store.head(key);
      const past = new Date(lastModified.getTime() - 5000).toUTCString();
      const statusOf = async (ifRange: string) => (await get({ Range: "bytes=0-9", "If-Range": ifRange })).status;
      expect(await statusOf(etag)).to.equal(206);
      expect(await statusOf(lastModified.toUTCString())).to.equal(206);
      expect(await statusOf('"other"')).to.equal(200);
      expect(await statusOf(`W/${etag}`)).to.equal(200);
      expect(await statusOf(past)).to.equal(200);
      expect(await statusOf("nonsense")).to.equal(200);
    });
  });

  describe("conditional requests", () => {
    it("are 304 without a body where the object is the one that the client has", async () => {
      const { etag, lastModified } = await store.head(key);
      const later = new Date(lastModified.getTime() + 5000).toUTCString();
      for (const headers of [
        { "If-None-Match": etag },
        { "If-None-Match": `"other", W/${etag}` },
        { "If-None-Match": "*" },
        { "If-Modified-Since": lastModified.toUTCString() },
        { "If-Modified-Since": later },
        { "If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT" },
        { "If-None-Match": etag, Range: "bytes=0-9" },
      ]) {
        const response = await get(headers as Record<string, string>);
        expect(response.status, JSON.stringify(headers)).to.equal(304);
        expect(response.headers.get("etag")).to.equal(etag);
        expect(response.headers.get("cache-control")).to.include("immutable");
        expect(response.headers.get("content-length")).to.equal(null);
      }
    });

    it("are 200 where it is another", async () => {
      const { lastModified } = await store.head(key);
      const past = new Date(lastModified.getTime() - 5000).toUTCString();
      for (const headers of [
        { "If-None-Match": '"other"' },
        { "If-Modified-Since": past },
        { "If-Modified-Since": "nonsense" },
        { "If-None-Match": '"other"', "If-Modified-Since": new Date().toUTCString() },
      ]) {
        expect((await get(headers as Record<string, string>)).status, JSON.stringify(headers)).to.equal(200);
      }
    });
  });

  describe("refuses", () => {
    const refusals: Record<string, [() => string, number, string]> = {
      "a URL without signature": [() => url.split("?")[0] as string, 403, "signature_unsigned"],
      "another media": [
        () => url.replace(deliveryKeys.mediaPrefix(mediaId), deliveryKeys.mediaPrefix(mediaId.replace(/1$/, "2"))),
        403,
        "signature_other_resource",
      ],
      "an altered signature": [() => url.replace(/Signature=../, "Signature=AA"), 403, "signature_bad_signature"],
      "an expired URL": [() => at(signer.signMedia(mediaId, new Date(now.getTime() - 3 * hourMs)).urlFor(key)), 403, "signature_expired"],
      "an object that is not there": [() => signed("none"), 404, "object_not_found"],
      "a folder": [() => url.replace("v720.m4s", ""), 404, "object_not_found"],
      "an escaped way out of the media": [
        () => url.replace("g1/v720.m4s", "..%2f..%2foriginals%2fowner%2fsecret"),
        404,
        "object_not_found",
      ],
      "an escaped control character": [() => url.replace("v720", "%00"), 404, "object_not_found"],
      "a broken escape": [() => url.replace("v720", "%zz"), 404, "object_not_found"],
    };
    for (const [name, [build, status, code]] of Object.entries(refusals)) {
      it(name, async () => {
        expect(await problemOf(await fetch(build()))).to.deep.equal({ status, code });
      });
    }

    it("originals, whatever the signature", async () => {
      const { query } = signer.signMedia(mediaId, now);
      expect((await fetch(`${origin}/originals/owner/secret?${query}`)).status).to.equal(404);
      for (const path of [
        `/${deliveryKeys.mediaPrefix(mediaId)}../../originals/owner/secret`,
        `/${deliveryKeys.mediaPrefix(mediaId)}%2e%2e/%2e%2e/originals/owner/secret`,
      ]) {
        const { status, text } = await rawGet(server.port, `${path}?${query}`);
        expect([403, 404]).to.include(status);
        expect(text).not.to.include("secret\n").and.not.to.equal("secret");
      }
    });

    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      it(`${method}, signed or not`, async () => {
        const response = await fetch(url, { method });
        expect(response.headers.get("allow")).to.equal("GET, HEAD, OPTIONS");
        expect(await problemOf(response)).to.deep.equal({ status: 405, code: "method_not_allowed" });
      });
    }

    it("pages of other origins", async () => {
      const response = await get({ Origin: "https://elsewhere.example" });
      expect(response.status).to.equal(403);
      expect(response.headers.get("access-control-allow-origin")).to.equal(null);
    });
  });

  it("lets the site's pages ask for ranges", async () => {
    const response = await fetch(url, {
      method: "OPTIONS",
      headers: { Origin: site, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range" },
    });
    expect(response.status).to.equal(204);
    expect(response.headers.get("access-control-allow-headers")).to.include("Range");
    expect((await fetch(url, { method: "OPTIONS" })).headers.get("allow")).to.equal("GET, HEAD, OPTIONS");
  });

  it("serves a large object to a slow reader and to many at once", async () => {
    const responses = await Promise.all(Array.from({ length: 4 }, () => get({}, signed("big"))));
    await pause(100);
    for (const response of responses) expect((await bytesOf(response)).equals(big)).to.equal(true);
  });

  it("closes the file when the client goes away", async function () {
    if (process.platform !== "linux") {
      console.log("      skipped: open files are counted by /proc");
      this.skip();
    }
    for (let turn = 0; turn < 20; turn += 1) {
      const controller = new AbortController();
      const response = await fetch(signed("big"), { signal: controller.signal });
      await response.body?.getReader().read();
      controller.abort();
    }
    for (let waitedMs = 0; (await openFiles(root)) > 0 && waitedMs < 2000; waitedMs += 50) await pause(50);
    expect(await openFiles(root)).to.equal(0);
  });
});

/** A GET whose path is sent as it is, which `fetch` would tidy up. */
async function rawGet(port: number, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path }, (response) => {
      buffer(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body.toString() }), reject);
    })
      .on("error", reject)
      .end();
  });
}

async function openFiles(root: string): Promise<number> {
  const links = await Promise.all(
    (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "closed meanwhile")),
  );
  return links.filter((link) => link.startsWith(root)).length;
}
