import { z } from "zod";

/** ffprobe leaves out what it does not know, or writes `N/A` or `unknown`. */
const number = z.coerce.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const tags = z.record(z.string(), z.string()).catch({});

const stream = z.object({
  index: z.int().nonnegative(),
  codec_type: text,
  codec_name: text,
  pix_fmt: text,
  width: number,
  height: number,
  sample_aspect_ratio: text,
  field_order: text,
  color_space: text,
  color_primaries: text,
  color_transfer: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  time_base: text,
  start_pts: number,
  duration: number,
  channels: number,
  sample_rate: number,
  disposition: z.object({ default: z.number().catch(0), attached_pic: z.number().catch(0) }).catch({ default: 0, attached_pic: 0 }),
  tags: tags.default({}),
  side_data_list: z
    .array(z.object({ rotation: number }))
    .catch([])
    .default([]),
});

export const probeReportSchema = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ duration: number, start_time: number, tags: tags.default({}) }),
});

export type ProbeReport = z.infer<typeof probeReportSchema>;
export type StreamReport = ProbeReport["streams"][number];
