import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type ByteRange, StorageUnavailableError } from "@mediashare/core";
import {
  defaultPlanSettings,
  encodeSegments,
  type FfmpegSettings,
  type FinishedSegment,
  planVideo,
  type SegmentsSpec,
  serveSource,
} from "@mediashare/worker";
import { expect } from "chai";
import { ffmpeg, ffmpegSettings } from "../../support/ffmpeg.ts";
import { probeFile } from "../../support/video-engine.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("a decoder under watch", function () {
  this.timeout(60_000);
  const settings = ffmpegSettings();
  let folder: string;
  let file: string;
  let spec: SegmentsSpec;
  let sizeBytes: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-video-"));
    file = join(folder, "a.mp4");
    await ffmpeg([
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=640x360:rate=25:duration=10",
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-pix_fmt",
      "yuv420p",
      "-movflags",
      "+faststart",
      file,
    ]);
    sizeBytes = (await stat(file)).size;
    const plan = planVideo(await probeFile(folder, file, settings), {
      ...defaultPlanSettings,
      segmentMs: 1000,
      firstTaskSegments: 10,
      preset: "ultrafast",
    });
    spec = plan.segments[0] as SegmentsSpec;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  interface Attempt {
    readonly error: (Error & { code?: string }) | undefined;
    readonly segments: readonly FinishedSegment[];
  }

  /** Encodes from a source whose bytes `read` gives. */
  async function attempt(
    read: (range: ByteRange) => Readable,
    overrides: Partial<FfmpegSettings> = {},
    signal?: AbortSignal,
    onSegment?: () => Promise<void>,
  ): Promise<Attempt> {
    const stored = async (_key: string, range?: ByteRange) => ({ body: read(range as ByteRange) });
    const source = await serveSource({ get: stored as never }, "original", sizeBytes);
    const segments: FinishedSegment[] = [];
    const taking = {
      onInit: async () => undefined,
      onSegment: async (segment: FinishedSegment) => {
        segments.push(segment);
        await onSegment?.();
      },
    };
    try {
      const options = { spec, source, done: new Set<string>(), settings: { ...settings, ...overrides }, signal, ...taking };
      const error = await encodeSegments(options).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      return { error, segments };
    } finally {
      await source.close();
    }
  }

  const whole = (range: ByteRange): Readable => createReadStream(file, { start: range.start, end: range.end - 1 });
  /** The beginning of the file, and then whatever `rest` does. */
  const halfOf =
    (rest: () => AsyncGenerator<Buffer>) =>
    (range: ByteRange): Readable => {
      const end = Math.floor(sizeBytes / 2);
      if (range.start >= end) return Readable.from(rest());
      return Readable.from(
        (async function* () {
          yield* createReadStream(file, { start: range.start, end: Math.min(range.end, end) - 1 }) as AsyncIterable<Buffer>;
          if (range.end > end) yield* rest();
        })(),
      );
    };

  it("is ended, with its process group, when its source stops answering", async () => {
    const silence = async function* (): AsyncGenerator<Buffer> {
      yield await sleep(30_000, Buffer.alloc(1), { ref: false });
    };
    const startedAt = performance.now();
    const { error } = await attempt(halfOf(silence), { stallMs: 2_000 });
    expect(error).to.include({ name: "DecoderStalledError", code: "decoder_stalled" });
    expect(performance.now() - startedAt).to.be.lessThan(12_000);
    expect(await decoders()).to.deep.equal([]);
  });

  it("ends with the fault of the store, and hands over nothing made after it", async () => {
    const fault = new StorageUnavailableError("the test's store", "it is unplugged");
    const failing = async function* (): AsyncGenerator<Buffer> {
      yield await Promise.reject(fault);
    };
    const { error, segments } = await attempt(halfOf(failing));
    expect(error).to.equal(fault);
    // About half of the ten segments could be read whole.
    expect(segments.filter((segment) => segment.rendition === "v360").length).to.be.lessThan(7);
  });

  it("is ended when nobody wants its work any more", async () => {
    const unwanted = new AbortController();
    const { error, segments } = await attempt(whole, {}, unwanted.signal, async () => unwanted.abort(new Error("the lease is lost")));
    expect(error).to.include({ name: "DecoderAbortedError", code: "decoder_aborted" });
    expect(segments.length).to.be.lessThan(4);
    expect(await decoders()).to.deep.equal([]);
  });

  it("ends with the error of whoever takes its segments", async () => {
    const full = new Error("no space");
    const { error } = await attempt(whole, {}, undefined, () => Promise.reject(full));
    expect(error).to.equal(full);
    expect(await decoders()).to.deep.equal([]);
  });

  it("is not called stalled while it waits for whoever takes its segments", async () => {
    let calls = 0;
    const { error, segments } = await attempt(whole, { stallMs: 1_500 }, undefined, async () => {
      if (calls++ === 0) await sleep(4_000);
    });
    expect(error).to.equal(undefined);
    expect(segments.length).to.equal(10 * spec.rungs.length);
  });

  it("fails as crashed when it wants more memory than it may have", async () => {
    const { error } = await attempt(whole, { memoryBytes: 96 * 1024 ** 2 });
    expect(error?.code).to.equal("decoder_crashed");
  });

  it("is unavailable where it is not installed", async () => {
    const { error } = await attempt(whole, { ffmpegPath: "/nowhere/ffmpeg" });
    expect(error?.code).to.equal("decoder_unavailable");
  });

  it("runs without our environment, in a session of its own", async () => {
    const seen: { environment: string; session: string }[] = [];
    await attempt(whole, {}, undefined, async () => {
      const [pid] = await decoders();
      if (pid === undefined) return;
      const stats = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
      seen.push({ environment: await readFile(`/proc/${pid}/environ`, "utf8"), session: stats[3] === String(pid) ? "own" : "ours" });
    });
    expect(seen[0]).to.deep.equal({ environment: "", session: "own" });
  });

  it("leaves no sockets behind", async () => {
    const socketRoot = await mkdtemp(join(tmpdir(), "so-"));
    await attempt(whole, { socketRoot });
    expect(await readdir(socketRoot)).to.deep.equal([]);
    await rm(socketRoot, { recursive: true });
  });

  it("does not outlive the worker", async () => {
    const program = fileURLToPath(new URL("../../support/stuck-encoder.ts", import.meta.url));
    const socketRoot = await mkdtemp(join(tmpdir(), "so-"));
    const worker = spawn(process.execPath, [program, file, socketRoot], { stdio: ["ignore", "ignore", "inherit"] });
    try {
      await waitFor("a decoder to start", async () => (await decoders(worker.pid)).length > 0);
      const [decoder] = await decoders(worker.pid);
      await waitFor("its sockets' folder to go", async () => (await readdir(socketRoot)).length === 0);
      worker.kill("SIGKILL");
      await waitFor("the decoder to end", () =>
        stat(`/proc/${decoder}`).then(
          () => false,
          () => true,
        ),
      );
    } finally {
      worker.kill("SIGKILL");
      await rm(socketRoot, { recursive: true });
    }
  });
});

/** Decoders that a process started and that live still. */
async function decoders(parent: number | undefined = process.pid): Promise<number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8");
  const pids = text.split(" ").filter(Boolean).map(Number);
  // One that ended meanwhile has no command line any more.
  const commandLines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, index) => commandLines[index]?.includes("libx264"));
}
