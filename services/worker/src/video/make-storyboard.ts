import { runFfmpeg } from "../ffmpeg/run-ffmpeg.ts";
import { affordableThreads } from "./affordable-threads.ts";
import { buildStoryboardCommand } from "./commands/storyboard-command.ts";
import { type EngineOptions, timeLimitMs, withSource } from "./engine.ts";
import { FragmentMismatchError } from "./fragments/errors.ts";
import { frameTimeUs } from "./plan/segment-tasks.ts";
import type { StillsSpec } from "./plan/specs.ts";
import { countSheets } from "./playlists/storyboard-vtt.ts";
import { splitJpegs } from "./split-jpegs.ts";

export interface StoryboardOptions extends EngineOptions {
  readonly spec: StillsSpec;
  /** In order of time. The decoder waits for it. */
  readonly onSheet: (sheet: { readonly index: number; readonly jpeg: Buffer }) => Promise<void>;
}

const maxSheetBytes = 8 * 1024 * 1024;

/** Makes the storyboard's sheets, as many as `countSheets` says. Errors: those of `runFfmpeg`, `FragmentMismatchError`, the source's, and those of `onSheet`. */
export async function makeStoryboard(options: StoryboardOptions): Promise<void> {
  const { spec, source, settings } = options;
  const durationMs = frameTimeUs(spec.grid, spec.grid.frameCount) / 1000;
  const sheets = countSheets(spec.storyboard);
  let made = 0;
  await withSource(source, () =>
    runFfmpeg(
      buildStoryboardCommand({ spec, sourceUrl: source.url, threads: affordableThreads(settings, spec.source.pixels) }),
      { ...settings, totalMs: timeLimitMs(durationMs) },
      {
        outputs: {
          storyboard: async (stream) => {
            for await (const jpeg of splitJpegs(stream, maxSheetBytes)) {
              if (source.fault) throw source.fault;
              options.signal?.throwIfAborted();
              await options.onSheet({ index: made++, jpeg });
              options.onProgress?.(Math.min(1, made / sheets));
            }
          },
        },
        activity: () => source.bytesServed,
        signal: options.signal,
      },
    ),
  );
  if (made !== sheets) throw new FragmentMismatchError(`The storyboard was to have ${sheets} sheets, and the decoder made ${made}.`);
}
