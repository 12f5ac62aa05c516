import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Deployment, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { asOwner } from "../../support/owner.ts";
import { boundary, filePart, jpegOf, rawForm } from "../../support/upload-content.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;
const tus = { ...asOwner, "Tus-Resumable": "1.0.0" };
const offsetBody = { ...tus, "Content-Type": "application/offset+octet-stream" };

async function create(url: string, lengthBytes: number): Promise<string> {
  const response = await fetch(`${url}/v1/tus`, { method: "POST", headers: { ...tus, "Upload-Length": String(lengthBytes) } });
  return response.headers.get("location") as string;
}

function startPatch(url: string, offset: number, lengthBytes: number): ClientRequest {
  const headers = { ...offsetBody, "Upload-Offset": String(offset), "Content-Length": String(lengthBytes) };
  const outgoing = request(url, { method: "PATCH", headers, agent: false });
  outgoing.on("error", () => undefined);
  return outgoing;
}

async function offsetOf(url: string): Promise<number> {
  const response = await fetch(url, { method: "HEAD", headers: tus });
  expect(response.status).to.equal(200);
  return Number(response.headers.get("upload-offset"));
}

async function residentBytes(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

describe("upload server processes", () => {
  let deployment: Deployment;
  const servers: FleetProcess[] = [];

  before(async function () {
    this.timeout(60_000);
    deployment = await startDeployment({ MEDIASHARE_UPLOAD_PART_SIZE: "1MiB", MEDIASHARE_SHUTDOWN_GRACE: "4s" });
    servers.push(await deployment.start("upload"), await deployment.start("upload"));
  });
  after(() => deployment.stop());

  const stored = async (id: string, content: Buffer) => {
    const row = await deployment.db("media").where({ id }).first();
    expect(row).to.include({ state: "stored", size_bytes: content.length });
    expect(row?.sha256?.toString("hex")).to.equal(createHash("sha256").update(content).digest("hex"));
    expect(await deployment.db("task").where({ media_id: id })).to.have.length(1);
  };

  it("killed in the middle of a tus upload: another one goes on from what was durable", async function () {
    this.timeout(30_000);
    const content = jpegOf(8 * MiB);
    const [first, second] = servers as [FleetProcess, FleetProcess];
    const path = await create(first.url, content.length);
    const id = path.slice(path.lastIndexOf("/") + 1);
    const outgoing = startPatch(first.url + path, 0, content.length);
    outgoing.write(content.subarray(0, 4.5 * MiB));
    await waitFor("four parts", async () => (await deployment.db("upload_part").where({ media_id: id })).length === 4);
    first.kill("SIGKILL");
    await first.exited;
    const startedAt = performance.now();
    const offset = await offsetOf(second.url + path);
    expect(performance.now() - startedAt).to.be.lessThan(8_000);
    expect(offset).to.equal(4 * MiB);
    const response = await fetch(second.url + path, {
      method: "PATCH",
      headers: { ...offsetBody, "Upload-Offset": String(offset) },
      body: content.subarray(offset),
    });
    expect([response.status, response.headers.get("mediashare-media-id")]).to.deep.equal([204, id]);
    await stored(id, content);
    servers[0] = await deployment.start("upload");
  });

  it("killed in the middle of a form: row and object are swept, and a client that sends it again has one media", async function () {
    this.timeout(90_000);
    const [first, second] = servers as [FleetProcess, FleetProcess];
    const content = jpegOf(6 * MiB);
    const body = rawForm([filePart(content)]);
    const headers = { ...asOwner, "Content-Type": `multipart/form-data; boundary=${boundary}`, "Content-Length": String(body.length) };
    const outgoing = request(`${first.url}/v1/media`, { method: "POST", headers, agent: false });
    outgoing.on("error", () => undefined);
    outgoing.write(body.subarray(0, 4 * MiB));
    const receiving = () => deployment.db("media").where({ state: "receiving" });
    await waitFor("the row", async () => (await receiving()).length === 1);
    first.kill("SIGKILL");
    await first.exited;
    const again = await fetch(`${second.url}/v1/media`, { method: "POST", headers, body: new Uint8Array(body) });
    const { items } = await again.json();
    await stored(items[0].id, content);
    await waitFor("the row to be swept", async () => (await deployment.db("media").whereNot({ state: "stored" })).length === 0, {
      timeoutMs: 60_000,
    });
    servers[0] = await deployment.start("upload");
  });

  it("told to end: readiness goes first, short uploads end well, long ones are cut and keep what came", async function () {
    this.timeout(30_000);
    const [first, second] = servers as [FleetProcess, FleetProcess];
    const short = jpegOf(2 * MiB);
    const long = jpegOf(8 * MiB);
    const shortPath = await create(first.url, short.length);
    const longPath = await create(first.url, long.length);
    const shortPatch = startPatch(first.url + shortPath, 0, short.length);
    const longPatch = startPatch(first.url + longPath, 0, long.length);
    shortPatch.write(short.subarray(0, MiB));
    longPatch.write(long.subarray(0, 2.5 * MiB));
    const answered = once(shortPatch, "response");
    await waitFor("parts", async () => (await deployment.db("upload_lock")).length === 2);
    await sleep(300);
    first.kill("SIGTERM");
    await sleep(300);
    shortPatch.end(short.subarray(MiB));
    const [response] = await answered;
    expect(response.statusCode).to.equal(204);
    expect(await first.exited).to.equal(0);
    expect(await offsetOf(second.url + longPath)).to.equal(2.5 * MiB);
    await fetch(second.url + longPath, { method: "DELETE", headers: tus });
    servers[0] = await deployment.start("upload");
  });

  it("hold a few parts in memory, however large the file", async function () {
    this.timeout(120_000);
    const [first] = servers as [FleetProcess];
    const block = jpegOf(MiB);
    const sizeBytes = 300 * MiB;
    const path = await create(first.url, sizeBytes);
    const before = await residentBytes(first.pid);
    let peak = before;
    const sampling = setInterval(
      () =>
        void residentBytes(first.pid).then((now) => {
          peak = Math.max(peak, now);
        }),
      50,
    );
    const outgoing = startPatch(first.url + path, 0, sizeBytes);
    const answered = once(outgoing, "response");
    for (let sent = 0; sent < sizeBytes; sent += MiB) if (!outgoing.write(block)) await once(outgoing, "drain");
    outgoing.end();
    const [response] = await answered;
    clearInterval(sampling);
    expect(response.statusCode).to.equal(204);
    expect((peak - before) / MiB).to.be.lessThan(60);
  });
});
