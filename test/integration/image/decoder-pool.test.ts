import { execFile, fork } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { DecoderPoolOptions } from "@mediashare/worker";
import { expect } from "chai";
import { gibibyte, ImageEngine, picture, plain } from "../../support/image-engine.ts";
import { waitFor } from "../../support/wait-for.ts";

/** The decoders that a process has started. */
function decodersOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid && procFile(each, "cmdline").includes("decoder/child"));
}

function parentOf(pid: number): number | undefined {
  const parent = procFile(pid, "status").match(/^PPid:\t(\d+)$/m)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Empty where the process has ended. */
function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

const isAlive = (pid: number): boolean => parentOf(pid) !== undefined;
const codeOf = (job: Promise<unknown>): Promise<string> =>
  job.then(
    () => "done",
    (error: { code?: string; name: string }) => String(error.code ?? error.name),
  );

describe("the pool of decoder processes", function () {
  this.timeout(30_000);
  let small: Buffer;
  let large: Buffer;
  let engine: ImageEngine;
  before(async () => {
    small = await plain("#c86432", 64, 48).jpeg().toBuffer();
    large = await picture(4_000, 3_000).jpeg({ quality: 60 }).toBuffer();
  });
  beforeEach(() => {
    expect(decodersOf(process.pid)).to.deep.equal([]);
  });
  afterEach(async () => {
    await engine.close();
    expect(decodersOf(process.pid)).to.deep.equal([]);
  });

  const open = async (options: Partial<DecoderPoolOptions> = {}): Promise<void> => {
    engine = await ImageEngine.open(options);
  };
  const decoder = (): number => {
    const [pid, ...others] = decodersOf(process.pid);
    if (pid === undefined || others.length > 0) throw new Error(`not one decoder: ${[pid, ...others].join(", ")}`);
    return pid;
  };

  it("uses a process again, also after files that it refused", async () => {
    await open();
    await engine.process(small);
    const first = decoder();
    expect(await engine.refusal(large.subarray(0, 9_000))).to.equal("truncated");
    expect(await engine.refusal(Buffer.from("hello"))).to.equal("unsupported_type");
    await engine.process(small);
    expect(decoder()).to.equal(first);
  });

  it("replaces a process after its number of jobs", async () => {
    await open({ jobsPerProcess: 2 });
    await engine.process(small);
    const first = decoder();
    await engine.process(small);
    await engine.process(small);
    expect(decoder()).not.to.equal(first);
  });

  it("runs as many jobs at a time as it is large", async () => {
    await open({ size: 2 });
    const jobs = Promise.all([1, 2, 3, 4, 5].map(() => engine.process(small)));
    await waitFor("two decoders", () => decodersOf(process.pid).length === 2, { intervalMs: 10 });
    expect((await jobs).length).to.equal(5);
    expect(decodersOf(process.pid).length).to.equal(2);
  });

  it("gives a process nothing of our environment, no network, no open files of ours, a group of its own and less priority", async () => {
    await open();
    await engine.process(small);
    const pid = decoder();
    const environment = procFile(pid, "environ")
      .split("\0")
      .filter((entry) => entry !== "");
    // What Node itself adds for the channel.
    expect(environment.filter((entry) => !entry.startsWith("NODE_CHANNEL_"))).to.deep.equal(["MALLOC_ARENA_MAX=2"]);
    const interfaces = procFile(pid, "net/dev")
      .split("\n")
      .slice(2)
      .map((line) => line.split(":")[0]?.trim());
    const canUnshare = await promisify(execFile)("unshare", ["--map-root-user", "--net", "--", "true"]).then(
      () => true,
      () => false,
    );
    if (canUnshare) expect(interfaces.filter((name) => name)).to.deep.equal(["lo"]);
    const files = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    expect(files.filter((file) => file.startsWith("/") && !file.startsWith("/dev/"))).to.deep.equal([]);
    const fields = procFile(pid, "stat").split(") ")[1]!.split(" ");
    expect({ group: Number(fields[2]), session: Number(fields[3]), nice: Number(fields[16]) }).to.deep.equal({
      group: pid,
      session: pid,
      nice: 10,
    });
  });

  it("fails only the job whose process is killed", async () => {
    await open();
    await engine.process(small);
    const pid = decoder();
    const job = engine.pool.processImage(await engine.job(large));
    setTimeout(() => process.kill(pid, "SIGKILL"), 150);
    expect(await codeOf(job)).to.equal("decoder_crashed");
    expect(isAlive(pid)).to.equal(false);
    expect((await engine.process(small)).facts.width).to.equal(64);
  });

  it("starts another process where an idle one was killed", async () => {
    await open();
    await engine.process(small);
    const pid = decoder();
    process.kill(pid, "SIGKILL");
    await waitFor("its end", () => !isAlive(pid), { intervalMs: 5 });
    expect((await engine.process(small)).facts.width).to.equal(64);
  });

  it("stops what takes too long, and goes on with the next", async () => {
    await open({ jobTimeoutMs: 6_000 });
    await engine.process(small);
    const pid = decoder();
    process.kill(pid, "SIGSTOP");
    const begun = performance.now();
    expect(await codeOf(engine.process(small))).to.equal("decoder_timeout");
    expect(performance.now() - begun).to.be.at.least(5_900);
    expect(isAlive(pid)).to.equal(false);
    expect((await engine.process(small)).facts.width).to.equal(64);
  });

  it("stops what takes too much memory", async () => {
    await open({ memoryBytes: 0.18 * gibibyte });
    expect((await engine.process(small)).facts.width).to.equal(64);
    // Interlaced: all of its rows are in memory before the first can be used.
    const hungry = await plain("#c86432", 7_000, 6_000).png({ progressive: true, compressionLevel: 1 }).toBuffer();
    const error = await engine.process(hungry).then(
      () => undefined,
      (reason: { code: string; message: string }) => reason,
    );
    expect(error).to.include({ code: "decoder_crashed" });
    expect(error?.message).to.match(/more memory than is allowed/);
    expect((await engine.process(small)).facts.width).to.equal(64);
  });

  it("ends a job that is aborted, and one that is waiting", async () => {
    await open();
    const [running, waiting] = [new AbortController(), new AbortController()];
    await engine.process(small);
    const pid = decoder();
    const jobs = [await engine.job(large), await engine.job(small), await engine.job(small)] as const;
    const signals = [running.signal, waiting.signal, undefined];
    const outcomes = jobs.map((job, index) => codeOf(engine.pool.processImage(job, signals[index])));
    setTimeout(() => waiting.abort(new Error("stop waiting")), 50);
    setTimeout(() => running.abort(new Error("stop")), 150);
    expect(await Promise.all(outcomes)).to.deep.equal(["Error", "Error", "done"]);
    expect(isAlive(pid)).to.equal(false);
    expect(await codeOf(engine.process(small, {}, AbortSignal.abort(new Error("stopped before"))))).to.equal("Error");
  });

  it("is not misled by what it cannot write: the file is not at fault", async () => {
    await open();
    const job = await engine.job(small);
    expect(await codeOf(engine.pool.processImage({ ...job, folder: `${job.folder}/missing` }))).to.equal("decoder_crashed");
    expect(await codeOf(engine.pool.processImage({ ...job, source: `${job.source}-missing` }))).to.equal("decoder_crashed");
    expect(await codeOf(engine.pool.processImage(job))).to.equal("done");
  });

  it("hands over files in the job's folder, and writes nothing else there", async () => {
    await open();
    const job = await engine.job(small);
    const { images } = await engine.pool.processImage(job);
    expect((await readdir(job.folder)).toSorted()).to.deep.equal(["original", ...images.map(({ file }) => basename(file))].toSorted());
  });

  it("fails the jobs that are running and waiting when it is closed, and takes no more", async () => {
    await open();
    await engine.process(small);
    const jobs = [await engine.job(large), await engine.job(small)];
    const outcomes = jobs.map((job) => codeOf(engine.pool.processImage(job)));
    setTimeout(() => void engine.pool.close(), 100);
    expect(await Promise.all(outcomes)).to.deep.equal(["decoder_crashed", "decoder_crashed"]);
    expect(await codeOf(engine.process(small))).to.equal("decoder_crashed");
  });

  it("leaves no process behind when its worker is killed in the middle of a picture", async () => {
    await open();
    const job = await engine.job(large);
    const owner = fork(fileURLToPath(new URL("../../support/decoder-owner.ts", import.meta.url)), [JSON.stringify(job)], {
      stdio: "inherit",
    });
    try {
      await waitFor("its decoder", () => decodersOf(owner.pid!).length === 1, { intervalMs: 10 });
      const [pid] = decodersOf(owner.pid!);
      await waitFor("its work", () => /State:\tR/.test(procFile(pid!, "status")), { intervalMs: 1 });
      owner.kill("SIGKILL");
      await waitFor("its end", () => !isAlive(pid!), { timeoutMs: 5_000, intervalMs: 10 });
    } finally {
      owner.kill("SIGKILL");
    }
  });
});
