import { z } from "zod";
import { demuxerSchema } from "../demuxer.ts";
import { rationalSchema } from "../rational.ts";

const place = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  altitudeM: z.number().optional(),
});

/** What a video file says about itself. */
export const videoFactsSchema = z.object({
  demuxer: demuxerSchema,
  container: z.enum(["mp4", "mov", "webm", "mkv"]),
  /** Of the moving picture. */
  durationMs: z.int().nonnegative(),
  /** Among all streams of the file. */
  streamIndex: z.int().nonnegative(),
  videoCodec: z.string(),
  pixelFormat: z.string(),
  codedWidth: z.int().positive(),
  codedHeight: z.int().positive(),
  /** After the sample aspect ratio and the rotation. */
  displayWidth: z.int().positive(),
  displayHeight: z.int().positive(),
  /** Degrees clockwise that a player turns the coded picture by: 0, 90, 180 or 270. */
  rotation: z.int(),
  interlaced: z.boolean(),
  /** Mean over the file, and the finest regular grid that ffprobe sees. */
  frameRate: z.object({ average: rationalSchema.optional(), base: rationalSchema.optional() }),
  /** Best effort: from the two rates, and the spacing of the first frames. */
  isVariableFrameRate: z.boolean(),
  colour: z.object({ matrix: z.string().optional(), primaries: z.string().optional() }),
  /** Transfer function of high dynamic range, where it is one. */
  hdr: z.enum(["pq", "hlg"]).optional(),
  /** In ticks of the stream's time base. */
  timing: z.object({
    timeBase: rationalSchema,
    startPts: z.int(),
    /** Timestamp of the last frame, and where it ends. */
    lastPts: z.int(),
    endPts: z.int(),
    /** The first frames' timestamps, ascending. */
    headPts: z.array(z.int()),
  }),
  audio: z
    .object({
      streamIndex: z.int().nonnegative(),
      codec: z.string(),
      channels: z.int().positive(),
      sampleRate: z.int().positive(),
      endMs: z.number(),
    })
    .optional(),
  /** UTC. */
  capturedAt: z.iso.datetime().optional(),
  /** The same in the camera's local time with its offset, if it recorded that. */
  capturedLocal: z.iso.datetime({ offset: true }).optional(),
  camera: z.object({ make: z.string().optional(), model: z.string().optional() }).optional(),
  place: place.optional(),
  /** Of a live photo's moving part. */
  contentId: z.string().optional(),
});
export type VideoFacts = z.infer<typeof videoFactsSchema>;
