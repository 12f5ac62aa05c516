import { join } from "node:path";
import { defaultPlanSettings, planLadder } from "@mediashare/worker";

const audioKbps = 128;

/**
 * The peer: the words of one ffmpeg run that makes our ladder of a 1080p file as HLS with fMP4 segments. It decodes once and makes each
 * size of the one before, as ours does; poster, storyboard and main playlist are not made (the build of 2018 that npm has dies of a main playlist).
 */
export function buildPlainLadder({
  source,
  folder,
  framesPerSecond,
}: {
  source: string;
  folder: string;
  framesPerSecond: number;
}): string[] {
  const rungs = planLadder({ displayWidth: 1920, displayHeight: 1080, framesPerSecond });
  const { preset, segmentMs } = defaultPlanSettings;
  const segmentFrames = String((segmentMs / 1000) * framesPerSecond);
  const scales = rungs.map(({ width, height }, index) => {
    const from = index === 0 ? "[0:v:0]" : `[from${index}]`;
    const scaled = `${from}scale=${width}:${height}`;
    return index === rungs.length - 1 ? `${scaled}[v${index}]` : `${scaled},split=2[v${index}][from${index + 1}]`;
  });
  return [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", source, "-filter_complex", scales.join(";")],
    ...rungs.flatMap(({ crf, maxKbps, bufferKbits }, index) => [
      ...["-map", `[v${index}]`, `-crf:v:${index}`, String(crf)],
      ...[`-maxrate:v:${index}`, `${maxKbps}k`, `-bufsize:v:${index}`, `${bufferKbits}k`],
    ]),
    ...["-c:v", "libx264", "-preset", preset, "-profile:v", "high", "-pix_fmt", "yuv420p"],
    ...["-g", segmentFrames, "-keyint_min", segmentFrames, "-sc_threshold", "0"],
    ...["-map", "0:a:0", "-c:a", "aac", "-b:a", `${audioKbps}k`, "-ac", "2", "-ar", "48000"],
    ...["-f", "hls", "-hls_time", String(segmentMs / 1000), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"],
    ...["-var_stream_map", [...rungs.map((_rung, index) => `v:${index},agroup:sound`), "a:0,agroup:sound"].join(" ")],
    ...["-hls_segment_filename", join(folder, "%v-%d.m4s"), join(folder, "%v.m3u8")],
  ];
}
