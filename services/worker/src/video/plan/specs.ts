import { z } from "zod";
import { demuxerSchema } from "../demuxer.ts";
import { rationalSchema } from "../rational.ts";

/** The plan of a video: plain data, since its parts are kept in the database as the specs of tasks. */

/**
 * Frame k of every rung is shown at k ÷ rate. Each run places the frames that it decodes on this one grid, so that
 * any number of runs yield each frame exactly once.
 */
export const frameGridSchema = z.object({
  rate: rationalSchema,
  /** Frames of the whole video. */
  frameCount: z.int().positive(),
  /** Frames of a segment; only the last one may have fewer. */
  segmentFrames: z.int().positive(),
});
export type FrameGrid = z.infer<typeof frameGridSchema>;

/** How to come by the pictures of the source. */
export const pictureSourceSchema = z.object({
  demuxer: demuxerSchema,
  streamIndex: z.int().nonnegative(),
  timeBase: rationalSchema,
  /** Timestamp of frame 0, in ticks of `timeBase`. */
  originPts: z.int(),
  /** Of one coded picture: what decoding it takes of memory. */
  pixels: z.int().positive(),
  interlaced: z.boolean(),
  colour: z.discriminatedUnion("kind", [
    /** `matrix`: the source's YUV matrix, by swscale's name. */
    z.object({ kind: z.literal("convert"), matrix: z.string() }),
    z.object({ kind: z.literal("tone-map"), transfer: z.enum(["smpte2084", "arib-std-b67"]) }),
  ]),
});
export type PictureSource = z.infer<typeof pictureSourceSchema>;

export const rungSchema = z.object({
  /** `v720`: names the rendition. */
  name: z.string().regex(/^v\d+$/),
  width: z.int().positive().multipleOf(2),
  height: z.int().positive().multipleOf(2),
  crf: z.number(),
  /** Upper bound of the bit rate over any `bufferKbits`. */
  maxKbps: z.int().positive(),
  bufferKbits: z.int().positive(),
});
export type Rung = z.infer<typeof rungSchema>;

export const segmentsSpecSchema = z.object({
  v: z.literal(1),
  source: pictureSourceSchema,
  grid: frameGridSchema,
  /** From the largest to the smallest. */
  rungs: z.array(rungSchema).min(1),
  preset: z.string(),
  firstSegment: z.int().nonnegative(),
  segmentCount: z.int().positive(),
});
export type SegmentsSpec = z.infer<typeof segmentsSpecSchema>;

export const audioSpecSchema = z.object({
  v: z.literal(1),
  demuxer: demuxerSchema,
  streamIndex: z.int().nonnegative(),
  /** Time of the video's frame 0 on the source's clock. */
  originSeconds: z.number(),
  durationMs: z.int().nonnegative(),
  bitrateKbps: z.int().positive(),
  fragmentMs: z.int().positive(),
});
export type AudioSpec = z.infer<typeof audioSpecSchema>;

export const posterSpecSchema = z.object({
  /** Of this many frames from `firstFrame` on, the most typical one is taken: not a black one, not a flash. */
  firstFrame: z.int().nonnegative(),
  candidates: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
});

export const storyboardSpecSchema = z.object({
  intervalMs: z.int().positive(),
  /** Pictures in all; the last sheet may be partly empty. */
  count: z.int().positive(),
  columns: z.int().positive(),
  rows: z.int().positive(),
  tileWidth: z.int().positive(),
  tileHeight: z.int().positive(),
  /** Decode only the source's keyframes: a picture may then stand a little off its time. */
  keyframesOnly: z.boolean(),
});
export type StoryboardSpec = z.infer<typeof storyboardSpecSchema>;

export const stillsSpecSchema = z.object({
  v: z.literal(1),
  source: pictureSourceSchema,
  grid: frameGridSchema,
  poster: posterSpecSchema,
  storyboard: storyboardSpecSchema,
});
export type StillsSpec = z.infer<typeof stillsSpecSchema>;

export const videoPlanSchema = z.object({
  v: z.literal(1),
  durationMs: z.int().nonnegative(),
  segmentCount: z.int().positive(),
  grid: frameGridSchema,
  rungs: z.array(rungSchema).min(1),
  segments: z.array(segmentsSpecSchema).min(1),
  audio: audioSpecSchema.optional(),
  stills: stillsSpecSchema,
});
export type VideoPlan = z.infer<typeof videoPlanSchema>;
