import type { FfmpegSettings } from "../ffmpeg/settings.ts";

/**
 * Address space of a run that makes the whole ladder, measured with 10-bit HEVC and tone mapping (ffmpeg 5.1): 4K takes 1.17 GB
 * and 0.22 GB for each thread, 8K 1.33 GB and 0.48 GB.
 */
const baseBytes = 1.4 * 1024 ** 3;
const perThreadBytes = 140_000_000;
const perThreadAndPixelBytes = 10;

/** As many of the threads as the decoder's memory has room for: a large machine's would else be too many for it. */
export function affordableThreads(settings: Pick<FfmpegSettings, "memoryBytes" | "threads">, pixels: number): number {
  const room = Math.floor((settings.memoryBytes - baseBytes) / (perThreadBytes + perThreadAndPixelBytes * pixels));
  return Math.max(1, Math.min(settings.threads, room));
}
