import { execFile, execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import ffmpegInstaller from "@ffmpeg-installer/ffmpeg";
import ffprobeInstaller from "@ffprobe-installer/ffprobe";
import type { FfmpegSettings } from "@mediashare/worker";

export interface FfmpegPaths {
  readonly name: string;
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

const bundled: FfmpegPaths = { name: "bundled with npm", ffmpeg: ffmpegInstaller.path, ffprobe: ffprobeInstaller.path };
const installed: FfmpegPaths = { name: "on PATH", ffmpeg: "ffmpeg", ffprobe: "ffprobe" };

/** The ffmpeg on PATH, else the one that comes with npm. */
export function ffmpegPaths(): FfmpegPaths {
  return runs("ffmpeg") && runs("ffprobe") ? installed : bundled;
}

/** Every ffmpeg that this machine has. */
export function everyFfmpeg(): FfmpegPaths[] {
  return ffmpegPaths() === installed ? [installed, bundled] : [bundled];
}

export function ffmpegSettings(paths: FfmpegPaths = ffmpegPaths()): FfmpegSettings & { maxFragmentBytes: number } {
  return {
    ffmpegPath: paths.ffmpeg,
    ffprobePath: paths.ffprobe,
    memoryBytes: 3 * 1024 ** 3,
    threads: 2,
    niceness: 5,
    stallMs: 20_000,
    socketRoot: tmpdir(),
    maxFragmentBytes: 64 * 1024 ** 2,
  };
}

/** Runs ffmpeg as a test's own tool. */
export async function ffmpeg(words: readonly string[]): Promise<void> {
  await promisify(execFile)(ffmpegPaths().ffmpeg, ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", ...words]);
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
