import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type CuttableProxy, startCuttableProxy } from "../../support/cuttable-proxy.ts";
import { type Deployment, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { makeClip, makePhoto } from "../../support/files.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { postFile } from "../../support/upload-client.ts";
import { waitFor } from "../../support/wait-for.ts";

const outageMs = 20_000;

describe("an outage of 20 s", () => {
  let deployment: Deployment;
  let proxy: CuttableProxy;
  let upload: FleetProcess;
  let worker: FleetProcess;

  const start = async (variable: "MEDIASHARE_DATABASE_URL" | "MEDIASHARE_QUEUE_ENDPOINT"): Promise<void> => {
    deployment = await startDeployment();
    const real = new URL(deployment.environment[variable] as string);
    proxy = await startCuttableProxy({ host: real.hostname, port: Number(real.port) });
    real.port = String(proxy.port);
    const env = { [variable]: real.href };
    upload = await deployment.start("upload", env);
    worker = await deployment.start("worker", env);
  };

  afterEach(async () => {
    await deployment.stop();
    await proxy.close();
  });

  const readyz = async (process: FleetProcess): Promise<{ status: number; body: string }> => {
    const response = await fetch(`${process.url}/readyz`);
    return { status: response.status, body: await response.text() };
  };

  const expectReady = (ids: readonly string[]): Promise<void> => {
    const open = () => deployment.db("media").whereIn("id", ids).whereNot({ state: "ready" }).select("id", "state", "failure_code");
    return waitFor("all media to be ready", async () => (await open()).length === 0, { timeoutMs: 120_000, intervalMs: 300, detail: open });
  };

  it("of Postgres: what was taken in is processed, /readyz says what is missing, uploads are told to try again", async function () {
    this.timeout(240_000);
    await start("MEDIASHARE_DATABASE_URL");
    const clip = await postFile(upload.url, "clip.mp4", await makeClip({ seconds: 12, width: 640, height: 360, seed: 7 }));
    await waitFor("work on the clip", async () => (await deployment.db("media").where({ state: "processing" })).length === 1, {
      timeoutMs: 30_000,
      intervalMs: 50,
    });
    await proxy.cut();
    const away = await readyz(upload);
    expect(away.status).to.equal(503);
    expect(away.body).to.match(/"database":"(?!ok)/);
    expect((await fetch(`${upload.url}/livez`)).status).to.equal(200);
    const form = new FormData();
    form.append("file", new Blob([await makePhoto({ seed: 8 })]), "photo.jpg");
    const refused = await fetchAsOwner(`${upload.url}/v1/media`, { method: "POST", body: form });
    expect(refused.status).to.equal(503);
    expect(refused.headers.get("retry-after")).to.match(/^\d+$/);
    expect(await refused.json()).to.include({ code: "database_unavailable" });
    await sleep(outageMs);
    await proxy.mend();
    await waitFor("/readyz", async () => (await readyz(upload)).status === 200 && (await readyz(worker)).status === 200, {
      timeoutMs: 30_000,
    });
    const photo = await postFile(upload.url, "photo.jpg", await makePhoto({ seed: 8 }));
    await expectReady([clip?.id as string, photo?.id as string]);
  });

  it("of the queue: uploads are taken in and wait in the outbox, and are processed when it is back", async function () {
    this.timeout(240_000);
    await start("MEDIASHARE_QUEUE_ENDPOINT");
    await proxy.cut();
    const item = await postFile(upload.url, "photo.jpg", await makePhoto({ seed: 9 }));
    expect(item?.state).to.equal("stored");
    const away = await readyz(worker);
    expect(away.status).to.equal(503);
    expect(away.body).to.match(/"queue":"(?!ok)/);
    await sleep(outageMs);
    expect(await deployment.db("outbox").select("id")).to.have.length(1);
    await proxy.mend();
    await expectReady([item?.id as string]);
    expect(await deployment.db("outbox").select("id")).to.have.length(0);
  });
});
