import { healthPaths, localOwnerId, parseWorkerReport } from "@mediashare/contract";
import { pauseWork, resumeWork } from "@mediashare/core";
import { expect } from "chai";
import { type Deployment, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { makePhoto } from "../../support/files.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("a worker while processing is paused", function () {
  this.timeout(60_000);
  let deployment: Deployment;
  let worker: FleetProcess;
  let uploadUrl: string;

  before(async () => {
    deployment = await startDeployment();
    [worker, { url: uploadUrl }] = await Promise.all([deployment.start("worker"), deployment.start("upload")]);
  });
  after(() => deployment.stop());

  const report = async () => parseWorkerReport(await (await fetch(worker.url + healthPaths.metrics)).text());
  const states = (): Promise<string[]> => deployment.db("media").pluck("state");

  it("takes nothing and says so to whoever scales workers, and goes on when told to", async () => {
    expect(await report()).to.deep.equal({ tasksInFlight: 0, isPaused: false });
    await pauseWork(deployment.db, localOwnerId);
    await waitFor("the worker to hear of it", async () => (await report())?.isPaused === true);
    const form = new FormData();
    form.append("file", new Blob([await makePhoto({ seed: 7 })]), "harbour.jpg");
    expect((await fetchAsOwner(`${uploadUrl}/v1/media`, { method: "POST", body: form })).status).to.equal(201);
    await waitFor("the task to wait", async () => (await deployment.db("task").where({ state: "queued" })).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await states()).to.deep.equal(["stored"]);

    await resumeWork(deployment.db);
    await waitFor("the photo to be ready", async () => (await states()).join() === "ready", { timeoutMs: 20_000 });
    expect((await report())?.isPaused).to.equal(false);
  });
});
