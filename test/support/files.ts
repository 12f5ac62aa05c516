import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { ffmpegPaths } from "./ffmpeg.ts";

/** A JPEG whose content depends on the seed. */
export async function makePhoto({
  seed,
  width = 640,
  height = 480,
}: {
  seed: number;
  width?: number;
  height?: number;
}): Promise<Uint8Array<ArrayBuffer>> {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 20 + (seed % 40) };
  const jpeg = await sharp({
    create: { width, height, channels: 3, background: { r: seed % 256, g: (seed * 7) % 256, b: (seed * 13) % 256 }, noise },
  })
    .withExif({ IFD0: { Artist: `seed ${seed}` } })
    .jpeg()
    .toBuffer();
  return new Uint8Array(jpeg);
}

export interface ClipOptions {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly audio?: boolean;
}

/** An MP4 with picture and sound whose content depends on the seed. */
export async function makeClip({ seconds, width, height, seed, audio = true }: ClipOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { ffmpeg } = await ffmpegPaths();
  const folder = await mkdtemp(join(tmpdir(), "mediashare-clip-"));
  try {
    const file = join(folder, "clip.mp4");
    await promisify(execFile)(ffmpeg, [
      ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y"],
      ...["-f", "lavfi", "-i", `testsrc2=size=${width}x${height}:rate=25`],
      ...(audio ? ["-f", "lavfi", "-i", `sine=frequency=${200 + seed}`] : []),
      ...["-t", String(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-metadata", `comment=seed ${seed}`],
      ...(audio ? ["-c:a", "aac"] : []),
      ...["-movflags", "+faststart", file],
    ]);
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
