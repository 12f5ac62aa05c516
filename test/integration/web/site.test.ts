import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { deliveryUrl, startWebServer, type WebServer } from "../../support/web-server.ts";

const page = "<!doctype html><title>Mediashare</title>";
const script = `console.log("${"x".repeat(1_000)}");`;

describe("the site", () => {
  let web: WebServer;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-site-"));
    const ui = join(folder, "ui");
    await mkdir(join(ui, "assets"), { recursive: true });
    await writeFile(join(folder, "secret.txt"), "secret");
    await writeFile(join(ui, ".env"), "secret");
    await writeFile(join(ui, "index.html"), page);
    await writeFile(join(ui, "theme.js"), "1;");
    await writeFile(join(ui, "assets/main-abc123.js"), script);
    await writeFile(join(ui, "assets/main-abc123.js.br"), brotliCompressSync(script));
    await writeFile(join(ui, "assets/main-abc123.js.gz"), gzipSync(script));
    web = await startWebServer({ siteFolder: ui });
  });
  after(async () => {
    await web.stop();
    await rm(folder, { recursive: true });
  });

  /** As it goes over the wire: paths are not normalised, bodies are not decoded. */
  const raw = (
    path: string,
    headers: Record<string, string> = {},
    method = "GET",
  ): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> =>
    new Promise((resolve, reject) => {
      request(`${web.url}`, { path, headers, method }, (response) => {
        buffer(response).then((body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }), reject);
      })
        .on("error", reject)
        .end();
    });

  for (const path of ["/", `/m/${randomUUID()}`, `/m/${randomUUID()}/`, "/?utm=1"]) {
    it(`shows its one page at ${path.slice(0, 8)}, checked anew each time`, async () => {
      const { status, headers, body } = await raw(path);
      expect(status).to.equal(200);
      expect(body.toString()).to.equal(page);
      expect(headers["content-type"]).to.match(/^text\/html/);
      expect(headers["cache-control"]).to.equal("no-cache");
      const again = await raw(path, { "If-None-Match": String(headers.etag) });
      expect([again.status, again.body.length]).to.deep.equal([304, 0]);
    });
  }

  it("lets browsers keep what has a hash in its name", async () => {
    const { headers, body } = await raw("/assets/main-abc123.js");
    expect(headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
    expect(headers["content-type"]).to.match(/javascript/);
    expect(headers.vary).to.match(/Accept-Encoding/);
    expect(body.toString()).to.equal(script);
    expect((await raw("/theme.js")).headers["cache-control"]).to.equal("no-cache");
  });

  it("sends what was compressed at build time, in the best way the client knows", async () => {
    const brotli = await raw("/assets/main-abc123.js", { "Accept-Encoding": "gzip, br" });
    expect(brotli.headers["content-encoding"]).to.equal("br");
    expect(brotli.headers["content-type"]).to.match(/javascript/);
    expect(brotliDecompressSync(brotli.body).toString()).to.equal(script);
    expect((await raw("/assets/main-abc123.js", { "Accept-Encoding": "gzip" })).headers["content-encoding"]).to.equal("gzip");
    expect((await raw("/theme.js", { "Accept-Encoding": "br" })).headers).not.to.have.property("content-encoding");
  });

  it("answers HEAD without a body", async () => {
    const { status, headers, body } = await raw("/", {}, "HEAD");
    expect([status, headers["content-length"], body.length]).to.deep.equal([200, String(page.length), 0]);
  });

  for (const path of [
    "/nothing",
    "/m/1",
    "/assets/",
    "/assets/gone-123.js",
    "/index.html/x",
    "/.env",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/%00",
    "/%zz",
  ]) {
    it(`has nothing at ${path}`, async () => {
      const problem = await raw(path);
      expect(problem.status).to.equal(404);
      expect(problem.headers["content-type"]).to.match(/^application\/problem\+json/);
      expect(problem.headers["cache-control"]).to.equal("no-store");
      expect(problem.body.toString()).not.to.match(/secret|ENOENT|mediashare-site/);
      const shown = await raw(path, { Accept: "text/html,*/*;q=0.8" });
      expect(shown.status).to.equal(404);
      expect(shown.headers["content-type"]).to.match(/^text\/html/);
      expect(shown.body.toString()).to.include("<h1>Not found</h1>").and.include('<a href="/">');
    });
  }

  it("leaves unknown paths of the API to the API, and other methods to nobody", async () => {
    const api = await raw("/v1/nothing", { Accept: "text/html" });
    expect([api.status, api.headers["content-type"]]).to.deep.equal([404, "application/problem+json"]);
    expect((await raw("/", {}, "POST")).status).to.equal(404);
    const wrong = await raw("/v1/config", {}, "PUT");
    expect([wrong.status, wrong.headers.allow]).to.deep.equal([405, "HEAD, GET"]);
    expect(JSON.parse(wrong.body.toString())).to.include({
      code: "method_not_allowed",
      detail: "/v1/config has no PUT; it has HEAD, GET.",
    });
  });

  it("may load itself, and media from the CDN, and nothing else", async () => {
    const policy = new Map(
      String((await raw("/")).headers["content-security-policy"])
        .split(";")
        .map((directive) => directive.trim().split(/ (.*)/s))
        .map(([name, value]) => [name, value]),
    );
    expect(policy.get("default-src")).to.equal("'self'");
    expect(policy.get("script-src")).to.equal("'self'");
    expect(policy.get("frame-ancestors")).to.equal("'none'");
    expect(policy.get("object-src")).to.equal("'none'");
    expect(policy.get("img-src")).to.equal(`'self' blob: data: ${deliveryUrl}`);
    expect(policy.get("connect-src")).to.equal(`'self' blob: http://upload.example ${deliveryUrl}`);
    expect(policy.get("worker-src")).to.equal("'self' blob:");
  });

  it("says what to do where it was not built", async () => {
    const bare = await startWebServer({ siteFolder: join(folder, "none") });
    try {
      const shown = await fetch(bare.url, { headers: { Accept: "text/html" } });
      expect(shown.status).to.equal(503);
      expect(await shown.text()).to.include("npm run build");
      const problem = await fetch(bare.url);
      expect(await problem.json()).to.include({ code: "site_not_built" });
      expect((await fetch(`${bare.url}/v1/config`)).status).to.equal(200);
    } finally {
      await bare.stop();
    }
  });
});
