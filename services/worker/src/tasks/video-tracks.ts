import type { Knex, RenditionRow, SegmentRow, TaskRow } from "@mediashare/core";
import { listSegments } from "@mediashare/core";
import { audioRendition } from "../video/encode-audio.ts";
import { frameTimeUs } from "../video/plan/segment-tasks.ts";
import { audioSpecSchema, type Rung, segmentsSpecSchema } from "../video/plan/specs.ts";
import type { Rational } from "../video/rational.ts";

export interface Track {
  readonly name: string;
  /** Row of its init segment; undefined while none was made. */
  readonly init: RenditionRow | undefined;
  /** By number. */
  readonly segments: readonly SegmentRow[];
  readonly targetDurationUs: number;
}

/** The tracks that a video is to have, and what the ledger holds of each by now. */
export interface VideoTracks {
  readonly rungs: readonly (Track & { readonly rung: Rung })[];
  readonly audio: Track | undefined;
  readonly frameRate: Rational;
}

export async function readTracks(trx: Knex.Transaction, task: TaskRow): Promise<VideoTracks> {
  const run = { media_id: task.media_id, generation: task.generation };
  const tasks = await trx("task")
    .where({ ...run, ordinal: 0 })
    .whereIn("kind", ["segments", "audio"])
    .select("kind", "spec");
  const { rungs, grid } = segmentsSpecSchema.parse(tasks.find(({ kind }) => kind === "segments")?.spec);
  const audioTask = tasks.find(({ kind }) => kind === "audio");
  const inits = await trx("rendition").where(run).whereIn("role", ["video", "audio"]);
  const segments = await listSegments(trx, { id: task.media_id, generation: task.generation });
  const track = (name: string, targetDurationUs: number): Track => ({
    name,
    init: inits.find((row) => row.name === name),
    segments: segments.filter(({ rendition }) => rendition === name),
    targetDurationUs,
  });
  return {
    rungs: rungs.map((rung) => ({ ...track(rung.name, frameTimeUs(grid, grid.segmentFrames)), rung })),
    audio: audioTask && track(audioRendition, audioSpecSchema.parse(audioTask.spec).fragmentMs * 1_000),
    frameRate: grid.rate,
  };
}
