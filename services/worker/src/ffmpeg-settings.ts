import { availableParallelism, tmpdir } from "node:os";
import type { Config } from "@mediashare/kit";
import type { FfmpegSettings } from "./ffmpeg/settings.ts";

/** Behind the worker's own heartbeats, and behind whatever else the machine does. */
const niceness = 5;
const stallMs = 60_000;
/** A segment of 4 s at twice the highest ceiling of the ladder has 9 MB. */
const maxFragmentBytes = 64 * 1024 * 1024;

export function ffmpegSettings(
  config: Config<"MEDIASHARE_FFMPEG_PATH" | "MEDIASHARE_FFPROBE_PATH" | "MEDIASHARE_DECODER_MEMORY" | "MEDIASHARE_WORKER_CONCURRENCY">,
): FfmpegSettings & { readonly maxFragmentBytes: number } {
  return {
    ffmpegPath: config.ffmpegPath,
    ffprobePath: config.ffprobePath,
    memoryBytes: config.decoderMemoryBytes,
    threads: Math.max(1, Math.floor(availableParallelism() / config.workerConcurrency)),
    niceness,
    stallMs,
    socketRoot: tmpdir(),
    maxFragmentBytes,
  };
}
