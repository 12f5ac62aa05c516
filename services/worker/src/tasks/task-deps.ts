import type { Knex, ObjectStore } from "@mediashare/core";
import type { DecoderPool } from "../decoder/decoder-pool.ts";
import type { FfmpegSettings } from "../ffmpeg/settings.ts";
import type { PlanSettings } from "../video/plan/settings.ts";
import type { WorkerMetrics } from "../worker-metrics.ts";

/** What the handlers of tasks share. */
export interface TaskDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
  readonly decoder: DecoderPool;
  readonly ffmpeg: FfmpegSettings & { readonly maxFragmentBytes: number };
  readonly videoPlan: PlanSettings;
  readonly image: { readonly format: "webp" | "avif"; readonly maxPixels: number };
  /** Folder for scratch files; undefined: the system's. */
  readonly scratchPath: string | undefined;
  readonly metrics: WorkerMetrics;
}
