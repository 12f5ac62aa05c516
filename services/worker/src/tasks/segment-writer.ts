import { insertSegment, putRenditions, withLease } from "@mediashare/core";
import { retryOutage } from "../retry-outage.ts";
import type { TaskContext } from "../task-context.ts";
import type { FinishedSegment } from "../video/encode-segments.ts";
import type { InitSegment } from "../video/fragments/init-segment.ts";
import { contentAddressed, renditionRow, storeOutput } from "./outputs.ts";
import { publishGrowing } from "./publish-video.ts";
import type { TaskDeps } from "./task-deps.ts";

/** While segments come in, playlists are written anew at most this often. */
const publishEveryMs = 2_000;

export interface SegmentWriter {
  init(rendition: string, init: InitSegment): Promise<void>;
  segment(segment: FinishedSegment): Promise<void>;
}

/** Stores segments as they come, object first, then its row in the ledger, and tells players of them. */
export function createSegmentWriter(
  deps: TaskDeps,
  context: TaskContext,
  options: { role: "video" | "audio"; frameRate: number | null },
): SegmentWriter {
  const { task, lease, signal, log } = context;
  let publishedAt = Number.NEGATIVE_INFINITY;

  return {
    init: async (rendition, { bytes, codecs, size }) => {
      const contentType = `${options.role}/mp4`;
      const key = await storeOutput(
        deps.renditions,
        task,
        { name: contentAddressed(`${rendition}-init.mp4`, bytes), contentType, bytes },
        signal,
      );
      const row = renditionRow(task, {
        name: rendition,
        role: options.role,
        content_type: contentType,
        key,
        size_bytes: bytes.length,
        width: size?.width ?? null,
        height: size?.height ?? null,
        codecs,
        frame_rate: options.frameRate,
      });
      await retryOutage(() => withLease(deps.db, lease, (trx) => putRenditions(trx, [row])), signal);
    },

    segment: async ({ rendition, number, bytes, startUs, durationUs }) => {
      const name = contentAddressed(`${rendition}-${number}.m4s`, bytes);
      const key = await storeOutput(deps.renditions, task, { name, contentType: `${options.role}/iso.segment`, bytes }, signal);
      const row = {
        media_id: task.media_id,
        generation: task.generation,
        rendition,
        number,
        key,
        size_bytes: bytes.length,
        start_us: startUs,
        duration_us: durationUs,
      };
      await retryOutage(() => withLease(deps.db, lease, (trx) => insertSegment(trx, row)), signal);
      deps.metrics.segmentEncoded(rendition);
      log.info({ rendition, number }, "segment stored");
      if (performance.now() - publishedAt < publishEveryMs) return;
      publishedAt = performance.now();
      await retryOutage(() => publishGrowing(deps, context), signal);
    },
  };
}
