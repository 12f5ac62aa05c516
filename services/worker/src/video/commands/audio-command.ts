import type { FfmpegCommand } from "../../ffmpeg/command.ts";
import { sourceOptions } from "../demuxer.ts";
import type { AudioSpec } from "../plan/specs.ts";

/** Makes the sound of the whole video in one run: AAC stereo, in fragments that are the segments of its own media playlist. */
export function buildAudioCommand({ spec, sourceUrl }: { spec: AudioSpec; sourceUrl: string }): FfmpegCommand {
  const origin = spec.originSeconds.toFixed(6);
  const filters = [
    `asetpts=PTS-(${origin})/TB`,
    // Silence where sound is missing, from time 0 on; what lies before it is cut off.
    "aresample=async=1:first_pts=0",
    "aformat=sample_rates=48000:channel_layouts=stereo",
  ];
  return {
    input: { options: ["-copyts", ...sourceOptions(spec.demuxer)], url: sourceUrl },
    filterGraph: `[0:${spec.streamIndex}]${filters.join(",")}[audio]`,
    outputs: [
      {
        name: "audio",
        options: [
          ...["-map", "[audio]", "-c:a", "aac", "-b:a", `${spec.bitrateKbps}k`],
          ...["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-avoid_negative_ts", "disabled"],
          ...["-frag_duration", String(spec.fragmentMs * 1000), "-movflags", "+empty_moov+default_base_moof+delay_moov", "-f", "mp4"],
        ],
      },
    ],
  };
}
