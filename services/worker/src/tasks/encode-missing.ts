import { listSegments } from "@mediashare/core";
import type { TaskContext } from "../task-context.ts";
import type { SegmentsOptions } from "../video/encode-segments.ts";
import { segmentName } from "../video/plan-stretches.ts";
import { completeVideoTask } from "./publish-video.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import type { TaskDeps } from "./task-deps.ts";
import { withOriginal } from "./with-original.ts";

export interface TrackDescription {
  readonly role: "video" | "audio";
  readonly frameRate: number | null;
}

/** Runs an encoder for what the ledger lacks, stores what comes out of it, and completes the task. */
export async function encodeMissing(
  deps: TaskDeps,
  context: TaskContext,
  track: TrackDescription,
  encode: (options: Omit<SegmentsOptions, "spec">) => Promise<unknown>,
): Promise<void> {
  const writer = createSegmentWriter(deps, context, track);
  const ledger = await listSegments(deps.db, context.media);
  await withOriginal(deps, context.media, (source) =>
    encode({
      source,
      settings: deps.ffmpeg,
      done: new Set(ledger.map(({ rendition, number }) => segmentName(rendition, number))),
      onInit: writer.init,
      onSegment: writer.segment,
      onProgress: context.reportProgress,
      signal: context.signal,
    }),
  );
  await completeVideoTask(deps, context);
}
