import type { FfmpegCommand } from "../../ffmpeg/command.ts";
import type { StillsSpec } from "../plan/specs.ts";
import { decoderOptions, gridFilters, pictureFilters, seekOptions } from "./picture-input.ts";

/** Takes the most typical of a few frames, as one PNG. */
export function buildPosterCommand({ spec, sourceUrl, threads }: { spec: StillsSpec; sourceUrl: string; threads: number }): FfmpegCommand {
  const { source, grid, poster } = spec;
  const filters = [
    ...gridFilters(source, grid, poster.firstFrame, poster.candidates),
    ...pictureFilters(source, poster.width, poster.height),
    `thumbnail=${poster.candidates}`,
  ];
  return {
    input: { options: [...seekOptions(source, grid, poster.firstFrame), ...decoderOptions(source, threads)], url: sourceUrl },
    filterGraph: `[0:${source.streamIndex}]${filters.join(",")}[poster]`,
    outputs: [
      { name: "poster", options: ["-map", "[poster]", "-frames:v", "1", "-map_metadata", "-1", "-c:v", "png", "-f", "image2pipe"] },
    ],
  };
}
