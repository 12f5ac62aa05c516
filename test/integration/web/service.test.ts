import { request } from "node:http";
import { expect } from "chai";
import { type CuttableProxy, startCuttableProxy } from "../../support/cuttable-proxy.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { asOwner, fetchAsOwner } from "../../support/owner.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { waitFor } from "../../support/wait-for.ts";
import { siteOrigin, startWebServer, type WebServer } from "../../support/web-server.ts";

describe("the web server", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  /** fetch sets Host and Origin by itself. */
  const send = (
    path: string,
    headers: Record<string, string>,
    method = "GET",
  ): Promise<{ status: number; headers: Record<string, unknown>; code: unknown }> =>
    new Promise((resolve, reject) => {
      request(web.url + path, { method, headers: { ...asOwner, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const body = Buffer.concat(chunks).toString();
          const code = body.startsWith("{") ? JSON.parse(body).code : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, code });
        });
      })
        .on("error", reject)
        .end();
    });

  it("tells a client what it needs to know", async () => {
    const response = await fetchAsOwner(`${web.url}/v1/config`);
    expect(await response.json()).to.deep.include({ uploadUrl: "http://upload.example", maxUploadSizeBytes: 2 ** 30 });
  });

  it("serves the OpenAPI document of the whole API", async () => {
    const document = (await (await fetchAsOwner(`${web.url}/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).to.match(/^3\.1/);
    expect(Object.keys(document.paths["/v1/media"] ?? {})).to.have.members(["get", "patch", "post"]);
    expect(document.paths).to.include.keys("/v1/events", "/v1/tus", "/v1/media/{id}/retry");
  });

  it("refuses state changes, and all else, that a foreign page asks for", async () => {
    const media = await insertReadyImage(web.db);
    for (const origin of ["http://evil.example", "null", "http://photos.example.evil.example", "https://photos.example"]) {
      const refused = await send(`/v1/media/${media.id}`, { Origin: origin }, "DELETE");
      expect([refused.status, refused.code], origin).to.deep.equal([403, "foreign_origin"]);
    }
    expect((await web.db("media").where({ id: media.id }).first())?.state).to.equal("ready");
    const own = await send(`/v1/media/${media.id}`, { Origin: siteOrigin }, "DELETE");
    expect([own.status, own.headers["access-control-allow-origin"]]).to.deep.equal([204, siteOrigin]);
  });

  it("refuses a page that had its own name resolve to this machine", async () => {
    for (const host of ["evil.example", "evil.example:8080", "photos.example.evil.example", "localhost.evil.example", "a b"]) {
      const refused = await send("/v1/media", { Host: host });
      expect([refused.status, refused.code], host).to.deep.equal([421, "foreign_host"]);
      const changing = await send("/v1/media/00000000-0000-7000-8000-000000000000", { Host: host, Origin: `http://${host}` }, "DELETE");
      expect(changing.status, host).to.equal(421);
    }
    for (const host of ["photos.example", "photos.example:80", "localhost", "localhost:1", "127.0.0.1:2", "[::1]:3", "10.0.0.7"]) {
      expect((await send("/v1/media", { Host: host })).status, host).to.equal(200);
    }
    expect((await send("/livez", { Host: "any.name" })).status, "probes name pods as they like").to.equal(200);
  });

  it("answers with security headers and a request id, a proxy's own where it is sound", async () => {
    const { headers } = await send("/v1/config", { "X-Request-Id": "abc-1" });
    expect(headers).to.include({
      "x-request-id": "abc-1",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "same-origin",
    });
    expect((await send("/v1/config", { "X-Request-Id": "a b\u00ff" })).headers["x-request-id"]).to.match(/^[0-9a-f-]{36}$/);
  });

  it("counts its requests by route, not by path", async () => {
    await send("/v1/media/00000000-0000-7000-8000-000000000000", {});
    const metrics = await (await fetchAsOwner(`${web.url}/metrics`)).text();
    expect(metrics).to.match(/mediashare_http_request_duration_seconds_count\{method="GET",route="\/v1\/media\/:id",status="404"\} \d+/);
  });
});

describe("the web server without its database", () => {
  let database: TestDatabase;
  let proxy: CuttableProxy;
  let web: WebServer;
  before(async () => {
    database = await createTestDatabase();
    const url = new URL(database.url);
    proxy = await startCuttableProxy({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    web = await startWebServer({ databaseUrl: url.href });
    await proxy.cut();
  });
  after(async () => {
    await web.stop();
    await proxy.close();
    await database.drop();
  });

  it("lives, but is not ready, and names what is missing", async () => {
    const ready = await fetchAsOwner(`${web.url}/readyz`);
    expect(ready.status).to.equal(503);
    expect(((await ready.json()) as { checks: Record<string, string> }).checks.database).to.match(/ECONNREFUSED|no answer|terminated/);
    expect((await fetchAsOwner(`${web.url}/livez`)).status).to.equal(200);
  });

  it("answers 503 and when to try again", async () => {
    const response = await fetchAsOwner(`${web.url}/v1/media`);
    expect(response.status).to.equal(503);
    expect(response.headers.get("retry-after")).to.equal("5");
    expect(await response.json()).to.include({ code: "database_unavailable" });
  }).timeout(20_000);

  it("is ready again when the database is back", async () => {
    await proxy.mend();
    await waitFor("readiness", async () => (await fetchAsOwner(`${web.url}/readyz`)).status === 200);
    expect((await fetchAsOwner(`${web.url}/v1/media`)).status).to.equal(200);
  });

  it("is not ready from the moment it drains", async () => {
    web.app.health.drain();
    const ready = await fetchAsOwner(`${web.url}/readyz`);
    expect([ready.status, await ready.json()]).to.deep.equal([
      503,
      { status: "unavailable", checks: { database: "ok", shutdown: "draining" } },
    ]);
  });
});
