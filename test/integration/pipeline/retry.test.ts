import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliveredUrl } from "@mediashare/client";
import { expect } from "chai";
import type { FleetProcess } from "../../support/deployment.ts";
import { ffmpegPaths } from "../../support/ffmpeg.ts";
import { makeClip, makePhoto } from "../../support/files.ts";
import { Library } from "../../support/library.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("a media that failed by a fault of ours", () => {
  let library: Library;
  let folder: string;
  const workers: FleetProcess[] = [];

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), "mediashare-retry-"));
    library = await Library.open({ MEDIASHARE_TASK_MAX_ATTEMPTS: "1" });
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) {
      worker.kill("SIGKILL");
      await worker.exited;
    }
  });
  after(async () => {
    await library?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const startWorker = async (env: Readonly<Record<string, string>> = {}): Promise<FleetProcess> => {
    const worker = await library.deployment.start("worker", env);
    workers.push(worker);
    return worker;
  };

  /** An ffmpeg that works but for storyboards, as a build that lacks a filter. */
  const brokenFfmpeg = async (): Promise<string> => {
    const real = execFileSync("sh", ["-c", `command -v "${ffmpegPaths().ffmpeg}"`], { encoding: "utf8" }).trim();
    const file = join(folder, "ffmpeg");
    await writeFile(file, `#!/bin/sh\ncase "$*" in *tile=*) exit 134 ;; esac\nexec "${real}" "$@"\n`, { mode: 0o755 });
    return file;
  };

  const fetchText = async (url: string): Promise<string> => {
    const response = await fetch(url);
    expect(response.status, url).to.equal(200);
    return response.text();
  };

  it("says so, is ready by a retry once the fault is mended, and nothing of the first run stays", async function () {
    this.timeout(120_000);
    const { db } = library.deployment;
    const broken = await startWorker({ MEDIASHARE_FFMPEG_PATH: await brokenFfmpeg() });
    const id = await library.add("clip.mp4", await makeClip({ seconds: 2, width: 160, height: 90, seed: 1 }));
    const failed = await library.settled(id, "failed");
    expect(failed.failure).to.include({ code: "decoder_crashed", retryable: true });
    expect(failed.failure?.message).to.match(/Try again/);
    expect(failed.hls, "playlists that never end").to.equal(null);
    expect(await db("rendition").where({ media_id: id, generation: 1 })).not.to.deep.equal([]);
    expect(await db("task").where({ media_id: id }).whereIn("state", ["queued", "leased"])).to.deep.equal([]);
    broken.kill("SIGTERM");
    await broken.exited;

    expect(await library.retry(id)).to.equal(202);
    const waiting = await library.detail(id);
    expect(waiting).to.include({ state: "stored", failure: null, progress: 0, playable: false });
    expect(waiting.images).to.deep.equal([]);
    await startWorker();
    const { delivery, hls, storyboard } = await library.settled(id, "ready");
    expect(await db("media").where({ id }).first("generation")).to.deep.equal({ generation: 2 });
    expect(await fetchText(deliveredUrl(delivery, hls?.path as string))).to.match(/^#EXTM3U/);
    expect(await fetchText(deliveredUrl(delivery, storyboard?.path as string))).to.match(/^WEBVTT/);

    const runsIn = async (table: "task" | "rendition" | "segment"): Promise<number[]> =>
      db(table).where({ media_id: id }).distinct("generation").pluck("generation");
    await waitFor("the first run's rows to go", async () => !(await runsIn("task")).includes(1));
    for (const table of ["task", "rendition", "segment"] as const) expect(await runsIn(table), table).to.deep.equal([2]);
    const made = (await library.storedFiles()).filter((file) => !file.includes("originals"));
    expect(made.length).to.be.greaterThan(5);
    expect(made.filter((file) => !file.includes("/g2+/"))).to.deep.equal([]);
  });

  it("is not tried again while it is ready, or where it is gone", async function () {
    this.timeout(60_000);
    await startWorker();
    const id = await library.add("photo.jpg", await makePhoto({ seed: 5 }));
    await library.settled(id, "ready");
    expect(await library.retry(id)).to.equal(409);
    await library.remove(id);
    expect(await library.retry(id)).to.equal(404);
  });

  it("that a decoder cannot be started is told as a fault of the installation", async function () {
    this.timeout(60_000);
    await startWorker({ MEDIASHARE_FFPROBE_PATH: join(folder, "no-such-program") });
    const id = await library.add("other.mp4", await makeClip({ seconds: 1, width: 160, height: 90, seed: 2 }));
    const { failure } = await library.settled(id, "failed");
    expect(failure).to.include({ code: "decoder_unavailable", retryable: true });
    expect(failure?.message).to.match(/no-such-program cannot be started.*MEDIASHARE_FFPROBE_PATH/);
  });
});
