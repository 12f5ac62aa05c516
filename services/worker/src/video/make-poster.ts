import { runFfmpeg } from "../ffmpeg/run-ffmpeg.ts";
import { affordableThreads } from "./affordable-threads.ts";
import { buildPosterCommand } from "./commands/poster-command.ts";
import { type EngineOptions, timeLimitMs, withSource } from "./engine.ts";
import type { StillsSpec } from "./plan/specs.ts";
import { readAll } from "./read-all.ts";

/** A raw picture of the poster's largest size, and then some. */
const maxPosterBytes = 64 * 1024 * 1024;

/** Takes the frame that stands for the video. @returns a PNG of the size in the spec. Errors: those of `runFfmpeg`, the source's. */
export async function makePoster(options: EngineOptions & { readonly spec: StillsSpec }): Promise<Buffer> {
  const { spec, source, settings } = options;
  let png: Buffer = Buffer.alloc(0);
  await withSource(source, () =>
    runFfmpeg(
      buildPosterCommand({ spec, sourceUrl: source.url, threads: affordableThreads(settings, spec.source.pixels) }),
      { ...settings, totalMs: timeLimitMs(10_000) },
      {
        outputs: {
          poster: async (stream) => {
            png = await readAll(stream, maxPosterBytes);
          },
        },
        activity: () => source.bytesServed,
        signal: options.signal,
      },
    ),
  );
  return png;
}
