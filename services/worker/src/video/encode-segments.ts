import type { Readable } from "node:stream";
import { runFfmpeg } from "../ffmpeg/run-ffmpeg.ts";
import { affordableThreads } from "./affordable-threads.ts";
import { buildSegmentsCommand } from "./commands/segments-command.ts";
import { type EngineOptions, timeLimitMs, withSource } from "./engine.ts";
import { FragmentMismatchError } from "./fragments/errors.ts";
import type { InitSegment } from "./fragments/init-segment.ts";
import { type Fragment, splitFragments } from "./fragments/split-fragments.ts";
import { framesOf, frameTimeUs } from "./plan/segment-tasks.ts";
import type { FrameGrid, SegmentsSpec } from "./plan/specs.ts";
import { planStretches, type Stretch, segmentName } from "./plan-stretches.ts";

export interface FinishedSegment {
  readonly rendition: string;
  readonly number: number;
  readonly bytes: Buffer;
  readonly startUs: number;
  readonly durationUs: number;
}

export interface SegmentsOptions extends EngineOptions {
  readonly spec: SegmentsSpec;
  /** Segments that stand already, by `segmentName`. */
  readonly done: ReadonlySet<string>;
  /** Once for each run and rendition, before its segments; the bytes are the same every time. */
  readonly onInit: (rendition: string, init: InitSegment) => Promise<void>;
  /** In order of time for each rendition; renditions side by side. The encoder waits for it. */
  readonly onSegment: (segment: FinishedSegment) => Promise<void>;
}

/**
 * Makes the segments of a task that do not stand yet, and hands over each one as soon as it is whole.
 * Errors: those of `runFfmpeg`, `FragmentError`, `FragmentMismatchError`, the source's, and those of the callbacks.
 */
export async function encodeSegments(options: SegmentsOptions): Promise<void> {
  const stretches = planStretches(options.spec, options.done);
  const totalFrames = stretches.reduce((sum, stretch) => sum + countFrames(options.spec.grid, stretch), 0);
  let framesBefore = 0;
  for (const stretch of stretches) {
    await encodeStretch(options, stretch, (frames) => options.onProgress?.(Math.min(1, (framesBefore + frames) / totalFrames)));
    framesBefore += countFrames(options.spec.grid, stretch);
  }
}

async function encodeStretch(options: SegmentsOptions, stretch: Stretch, onFrames: (frames: number) => void): Promise<void> {
  const { spec, source, settings } = options;
  const command = buildSegmentsCommand({
    spec: { ...spec, ...stretch },
    sourceUrl: source.url,
    threads: affordableThreads(settings, spec.source.pixels),
  });
  const mediaMs = frameTimeUs(spec.grid, countFrames(spec.grid, stretch)) / 1000;
  await withSource(source, () =>
    runFfmpeg(
      command,
      { ...settings, totalMs: timeLimitMs(mediaMs) },
      {
        outputs: Object.fromEntries(
          stretch.rungs.map((rung) => [rung.name, (stream: Readable) => takeSegments(options, stretch, rung.name, stream)]),
        ),
        activity: () => source.bytesServed,
        onProgress: (progress) => onFrames(progress.frames),
        signal: options.signal,
      },
    ),
  );
}

async function takeSegments(options: SegmentsOptions, stretch: Stretch, rendition: string, stream: Readable): Promise<void> {
  const { spec, source, signal } = options;
  let made = 0;
  for await (const event of splitFragments(stream, options.settings)) {
    // Bytes that come after the source failed, or while the decoder is being ended, may be the rest of something cut off.
    if (source.fault) throw source.fault;
    signal?.throwIfAborted();
    if ("init" in event) {
      await options.onInit(rendition, event.init);
      continue;
    }
    const number = stretch.firstSegment + event.fragment.index;
    check(spec.grid, stretch, rendition, event.fragment);
    made += 1;
    if (options.done.has(segmentName(rendition, number))) continue;
    const { bytes, startUs, durationUs } = event.fragment;
    await options.onSegment({ rendition, number, bytes, startUs, durationUs });
  }
  if (made < stretch.segmentCount) {
    throw new FragmentMismatchError(
      `Segments ${stretch.firstSegment} to ${stretch.firstSegment + stretch.segmentCount - 1} of ${rendition} were to be made, and the encoder ended after ${made} of them.`,
    );
  }
}

/** Every segment must be what the other rungs and the neighbouring runs rely on. */
function check(grid: FrameGrid, stretch: Stretch, rendition: string, fragment: Fragment): void {
  const number = stretch.firstSegment + fragment.index;
  const startUs = frameTimeUs(grid, number * grid.segmentFrames);
  const halfFrameUs = frameTimeUs(grid, 1) / 2;
  const faults = [
    fragment.index >= stretch.segmentCount ? "one more than planned" : undefined,
    fragment.sampleCount === framesOf(grid, number) ? undefined : `${fragment.sampleCount} frames instead of ${framesOf(grid, number)}`,
    Math.abs(fragment.startUs - startUs) <= halfFrameUs ? undefined : `at ${fragment.startUs} µs instead of ${startUs}`,
    fragment.startsWithKeyframe ? undefined : "not beginning with a keyframe",
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0)
    throw new FragmentMismatchError(`Segment ${number} of ${rendition} came out otherwise than planned: ${faults.join(", ")}.`);
}

function countFrames(grid: FrameGrid, { firstSegment, segmentCount }: Pick<Stretch, "firstSegment" | "segmentCount">): number {
  return (segmentCount - 1) * grid.segmentFrames + framesOf(grid, firstSegment + segmentCount - 1);
}
