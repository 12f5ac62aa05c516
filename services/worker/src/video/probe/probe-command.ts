import { type Demuxer, sourceOptions } from "../demuxer.ts";

const streamFields = [
  "index,codec_type,codec_name,pix_fmt,width,height,sample_aspect_ratio,field_order,color_space,color_primaries,color_transfer",
  "r_frame_rate,avg_frame_rate,time_base,start_pts,duration,channels,sample_rate",
].join(",");

/** ffprobe: what the file says about itself, as JSON. */
export function buildProbeCommand(demuxer: Demuxer, sourceUrl: string): string[] {
  const entries = `format=duration,start_time:format_tags:stream=${streamFields}:stream_tags:stream_disposition=default,attached_pic:stream_side_data`;
  return ["-hide_banner", "-v", "error", ...sourceOptions(demuxer), "-show_entries", entries, "-of", "json", sourceUrl];
}

/** ffprobe: the packets of stretches of the file (`%+2` the first 2 s, `58%` all from 58 s on), or of all of it, a line each. */
export function buildPacketsCommand(demuxer: Demuxer, sourceUrl: string, intervals?: readonly string[]): string[] {
  return [
    ...["-hide_banner", "-v", "error", ...sourceOptions(demuxer)],
    ...(intervals ? ["-read_intervals", intervals.join(",")] : []),
    ...["-show_entries", "packet=stream_index,pts,duration", "-of", "compact=p=0", sourceUrl],
  ];
}
