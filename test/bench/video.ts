import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MediaRow } from "@mediashare/core";
import { ffmpeg, ffmpegPaths } from "../support/ffmpeg.ts";
import { buildPlainLadder } from "./peers/plain-ladder.ts";
import { type Pipeline, withPipeline } from "./pipeline.ts";
import { runPeer, type Spent } from "./run-peer.ts";
import type { BenchSuite } from "./suite.ts";
import { sendFile } from "./upload-client.ts";

const framesPerSecond = 30;
/** Times of the clip's length in which it must be ready, on a slow machine that does something else besides. */
const limitFactor = 20;
const pollMs = 50;

/** From the first byte sent to the whole ladder, against one ffmpeg that makes the same ladder of the same file. */
export const benchVideo: BenchSuite = async ({ minutes }, say) => {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-bench-video-"));
  try {
    say(`making a clip of ${minutes} min`);
    const clip = join(folder, "clip.mp4");
    await makeClip(clip, minutes * 60);
    say("the pipeline");
    const ours = await withPipeline((pipeline) => runPipeline(pipeline, clip, minutes * 60_000 * limitFactor));
    say("plain ffmpeg");
    const out = join(folder, "out");
    await mkdir(out);
    const theirs = await runPeer([[ffmpegPaths().ffmpeg, ...buildPlainLadder({ source: clip, folder: out, framesPerSecond })]]);
    const what = `video of ${minutes} min, 1080p`;
    const common = { peer: "one plain ffmpeg run", unit: "s", moreIsBetter: false };
    return {
      rows: [
        { ...common, what: `${what}, CPU`, ours: ours.cpuSeconds, theirs: theirs.cpuSeconds },
        { ...common, what: `${what}, wall`, ours: ours.wallSeconds, theirs: theirs.wallSeconds },
        { ...common, what: `${what}, until it can be watched`, ours: ours.playableSeconds, theirs: theirs.wallSeconds },
      ],
      notes: [
        `Video: ${((await stat(clip)).size / 1e6).toFixed(0)} MB; of our CPU seconds the upload server took ${ours.upload.toFixed(1)}, the workers ${ours.workers.toFixed(1)}, poster and storyboard included, which the peer does not make.`,
      ],
      skipped: [],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Moving patterns under noise, at the bit rate of a good phone: H.264 and AAC. */
async function makeClip(file: string, seconds: number): Promise<void> {
  await ffmpeg([
    ...["-f", "lavfi", "-i", `testsrc2=size=1920x1080:rate=${framesPerSecond},noise=alls=8:allf=t`],
    ...["-f", "lavfi", "-i", "sine=frequency=330:beep_factor=2"],
    ...["-t", String(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "14M", "-maxrate", "20M", "-bufsize", "28M"],
    ...["-pix_fmt", "yuv420p", "-g", String(2 * framesPerSecond), "-c:a", "aac", "-movflags", "+faststart", file],
  ]);
}

interface OurSpent extends Spent {
  readonly upload: number;
  readonly workers: number;
  readonly playableSeconds: number;
}

async function runPipeline({ deployment, uploadUrl, cpuSeconds }: Pipeline, clip: string, limitMs: number): Promise<OurSpent> {
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  await sendFile(`${uploadUrl}/v1/media`, clip, "video/mp4");
  let playableSeconds: number | undefined;
  for (;;) {
    const media = await deployment.db<MediaRow>("media").first();
    if (!media) throw new Error("The bench's video is not in the database.");
    if (media.playable) playableSeconds ??= elapsed();
    if (media.state === "ready") break;
    if (media.state === "failed") throw new Error(`The bench's video has failed: ${media.failure_message}`);
    if (elapsed() * 1000 > limitMs) throw new Error(`The bench's video was not ready within ${limitMs / 1000} s.`);
    await sleep(pollMs);
  }
  const wallSeconds = elapsed();
  const { upload, workers } = cpuSeconds();
  return { upload, workers, cpuSeconds: upload + workers, wallSeconds, playableSeconds: playableSeconds ?? wallSeconds };
}
