import type { FfmpegCommand } from "../../ffmpeg/command.ts";
import type { StillsSpec } from "../plan/specs.ts";
import { decoderOptions, pictureFilters } from "./picture-input.ts";

/** Makes the storyboard's sheets, one JPEG after the other. */
export function buildStoryboardCommand({
  spec,
  sourceUrl,
  threads,
}: {
  spec: StillsSpec;
  sourceUrl: string;
  threads: number;
}): FfmpegCommand {
  const { source, storyboard } = spec;
  const filters = [
    `setpts=PTS-${source.originPts}`.replace("--", "+"),
    // Rounding to the nearest slot, of which the latest frame stays: each picture is the one in the middle of its interval.
    `fps=fps=1000/${storyboard.intervalMs}:start_time=0:round=near:eof_action=pass`,
    "tpad=stop_mode=clone:stop=-1",
    `trim=end_frame=${storyboard.count}`,
    ...pictureFilters(source, storyboard.tileWidth, storyboard.tileHeight),
    `tile=${storyboard.columns}x${storyboard.rows}`,
  ];
  return {
    input: {
      options: [...(storyboard.keyframesOnly ? ["-skip_frame", "nokey"] : []), ...decoderOptions(source, threads)],
      url: sourceUrl,
    },
    filterGraph: `[0:${source.streamIndex}]${filters.join(",")}[sheets]`,
    outputs: [
      {
        name: "storyboard",
        options: ["-map", "[sheets]", "-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "image2pipe"],
      },
    ],
  };
}
