import { runFfmpeg } from "../ffmpeg/run-ffmpeg.ts";
import { buildAudioCommand } from "./commands/audio-command.ts";
import type { FinishedSegment } from "./encode-segments.ts";
import { type EngineOptions, timeLimitMs, withSource } from "./engine.ts";
import type { InitSegment } from "./fragments/init-segment.ts";
import { splitFragments } from "./fragments/split-fragments.ts";
import type { AudioSpec } from "./plan/specs.ts";
import { segmentName } from "./plan-stretches.ts";

export interface AudioOptions extends EngineOptions {
  readonly spec: AudioSpec;
  /** Segments that stand already, by `segmentName`; the encoder passes over them again, but they are not handed over. */
  readonly done: ReadonlySet<string>;
  readonly onInit: (rendition: string, init: InitSegment) => Promise<void>;
  readonly onSegment: (segment: FinishedSegment) => Promise<void>;
}

export const audioRendition = "audio";

/** Makes the sound of the whole video. @returns how many segments it has. Errors: as `encodeSegments`. */
export async function encodeAudio(options: AudioOptions): Promise<{ segmentCount: number }> {
  const { spec, source, settings } = options;
  let segmentCount = 0;
  await withSource(source, () =>
    runFfmpeg(
      buildAudioCommand({ spec, sourceUrl: source.url }),
      { ...settings, totalMs: timeLimitMs(spec.durationMs) },
      {
        outputs: {
          [audioRendition]: async (stream) => {
            for await (const event of splitFragments(stream, settings)) {
              if (source.fault) throw source.fault;
              options.signal?.throwIfAborted();
              if ("init" in event) {
                await options.onInit(audioRendition, event.init);
                continue;
              }
              segmentCount += 1;
              const { index: number, bytes, startUs, durationUs } = event.fragment;
              if (options.done.has(segmentName(audioRendition, number))) continue;
              await options.onSegment({ rendition: audioRendition, number, bytes, startUs, durationUs });
            }
          },
        },
        activity: () => source.bytesServed,
        onProgress: (progress) => options.onProgress?.(Math.min(1, progress.outTimeUs / 1000 / spec.durationMs)),
        signal: options.signal,
      },
    ),
  );
  return { segmentCount };
}
