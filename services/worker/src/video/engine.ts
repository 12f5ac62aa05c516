import type { FfmpegSettings } from "../ffmpeg/settings.ts";
import type { VideoSource } from "./video-source.ts";

/** What every run of the engine needs. */
export interface EngineOptions {
  readonly source: VideoSource;
  readonly settings: FfmpegSettings & { readonly maxFragmentBytes: number };
  readonly signal?: AbortSignal | undefined;
  /** 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

const baseMs = 2 * 60_000;

/** Slower than this many times real time is no progress that anybody waits for. */
const slowest = 60;

/** Longest time for a run that makes so much video or sound. */
export function timeLimitMs(mediaMs: number): number {
  return baseMs + mediaMs * slowest;
}

/** What a decoder made from a source that failed counts for nothing, and the source's fault is the reason for whatever went wrong. */
export async function withSource<Result>(source: VideoSource, work: () => Promise<Result>): Promise<Result> {
  try {
    const result = await work();
    if (source.fault) throw source.fault;
    return result;
  } catch (error) {
    throw source.fault ?? error;
  }
}
