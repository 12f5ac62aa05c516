import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Deployment, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { makeClip } from "../../support/files.ts";
import { postFile } from "../../support/upload-client.ts";
import { waitFor } from "../../support/wait-for.ts";

/** Long enough that a worker can be stopped in the middle. */
const seconds = 60;

describe("a video whose worker goes away in the middle", () => {
  let deployment: Deployment;
  let clip: Uint8Array<ArrayBuffer>;

  beforeEach(async function () {
    this.timeout(120_000);
    clip ??= await makeClip({ seconds, width: 1280, height: 720, seed: 1 });
    deployment = await startDeployment();
  });

  afterEach(() => deployment.stop());

  const startVideo = async (): Promise<{ id: string; first: FleetProcess }> => {
    const upload = await deployment.start("upload");
    const first = await deployment.start("worker");
    const item = await postFile(upload.url, "clip.mp4", clip);
    if (!item) throw new Error("The upload was not taken");
    await waitFor("some segments", async () => (await ledger(deployment)).length >= 6, { timeoutMs: 60_000, intervalMs: 50 });
    return { id: item.id, first };
  };

  const expectRestOnly = async (id: string, before: readonly string[], second: FleetProcess): Promise<void> => {
    const state = async () => deployment.db("media").where({ id }).first("state", "failure_message");
    await waitFor("the video", async () => (await state())?.state === "ready", { timeoutMs: 150_000, intervalMs: 200, detail: state });
    const encoded = (await second.log()).split("\n").flatMap(storedSegment);
    expect(encoded.length).to.be.greaterThan(0);
    expect(
      encoded.filter((segment) => before.includes(segment)),
      "segments made again",
    ).to.deep.equal([]);
    expect(new Set([...before, ...encoded]).size).to.equal((await ledger(deployment)).length);
  };

  it("SIGTERM: is released within seconds and finished by another worker, without the segments that were done", async function () {
    this.timeout(240_000);
    const { id, first } = await startVideo();
    const signalled = performance.now();
    first.kill("SIGTERM");
    expect(await first.exited).to.equal(0);
    expect(performance.now() - signalled).to.be.below(6_000);
    expect(await deployment.db("task").where({ state: "leased" })).to.deep.equal([]);
    const before = await ledger(deployment);
    await expectRestOnly(id, before, await deployment.start("worker"));
  });

  it("SIGKILL: is finished by another worker once the lease has run out, without the segments that were done", async function () {
    this.timeout(240_000);
    const { id, first } = await startVideo();
    first.kill("SIGKILL");
    await first.exited;
    await sleep(200);
    const before = await ledger(deployment);
    await expectRestOnly(id, before, await deployment.start("worker"));
  });
});

async function ledger({ db }: Deployment): Promise<string[]> {
  const rows = await db("segment").select("rendition", "number");
  return rows.map(({ rendition, number }) => `${rendition}/${number}`);
}

/** What a worker's log line says of a segment that it stored. */
function storedSegment(line: string): string[] {
  if (!line.includes('"segment stored"')) return [];
  const { rendition, number } = JSON.parse(line) as { rendition: string; number: number };
  return [`${rendition}/${number}`];
}
