import type { FfmpegCommand } from "../../ffmpeg/command.ts";
import { framesOf, frameTimeUs } from "../plan/segment-tasks.ts";
import type { FrameGrid, Rung, SegmentsSpec } from "../plan/specs.ts";
import { decoderOptions, gridFilters, pictureFilters, seekOptions } from "./picture-input.ts";

export interface SegmentsCommandInput {
  readonly spec: Pick<SegmentsSpec, "source" | "grid" | "preset" | "firstSegment" | "segmentCount"> & { readonly rungs: readonly Rung[] };
  readonly sourceUrl: string;
  readonly threads: number;
}

/** Makes consecutive segments of all rungs from one decode: an output for each rung, of one fragment for each segment. */
export function buildSegmentsCommand({ spec, sourceUrl, threads }: SegmentsCommandInput): FfmpegCommand {
  const { source, grid, rungs } = spec;
  const firstFrame = spec.firstSegment * grid.segmentFrames;
  const frameCount = countFrames(spec);
  const largest = rungs[0] as Rung;
  const head = [...gridFilters(source, grid, firstFrame, frameCount), ...pictureFilters(source, largest.width, largest.height)];
  return {
    input: { options: [...seekOptions(source, grid, firstFrame), ...decoderOptions(source, threads)], url: sourceUrl },
    filterGraph: `[0:${source.streamIndex}]${head.join(",")}${scaleDown(rungs)}`,
    outputs: rungs.map((rung) => ({
      name: rung.name,
      options: ["-map", `[${rung.name}]`, ...encoderOptions(rung, grid, spec.preset, threads), ...fragmentOptions(grid, firstFrame)],
    })),
  };
}

function countFrames({ grid, firstSegment, segmentCount }: SegmentsCommandInput["spec"]): number {
  return (segmentCount - 1) * grid.segmentFrames + framesOf(grid, firstSegment + segmentCount - 1);
}

/** Each rung is made from the next larger one: a fraction of the work of scaling the source every time. */
function scaleDown(rungs: readonly Rung[]): string {
  const [largest, ...smaller] = rungs;
  const steps = smaller.map((rung, index) => {
    const scaled = `[${rung.name}-in]scale=w=${rung.width}:h=${rung.height}:flags=bicubic`;
    const next = smaller[index + 1];
    return `${scaled}${next ? `,split=2[${rung.name}][${next.name}-in]` : `[${rung.name}]`}`;
  });
  const first = smaller[0] ? `,split=2[${largest?.name}][${smaller[0].name}-in]` : `[${largest?.name}]`;
  return [first, ...steps].join(";");
}

/** `stitchable`: the headers depend on the settings alone, so that all runs share one init segment. */
function encoderOptions(rung: Rung, grid: FrameGrid, preset: string, threads: number): string[] {
  return [
    ...["-c:v", "libx264", "-preset", preset, "-profile:v", "high", "-pix_fmt", "yuv420p", "-threads", String(threads)],
    ...["-crf", String(rung.crf), "-maxrate", `${rung.maxKbps}k`, "-bufsize", `${rung.bufferKbits}k`],
    ...["-g", String(grid.segmentFrames), "-keyint_min", String(grid.segmentFrames), "-sc_threshold", "0", "-x264-params", "stitchable=1"],
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
  ];
}

/**
 * One fragment for each keyframe, timed on the whole video's clock. `frag_discont` and `delay_moov` together make every run's
 * first fragment start where it belongs, B-frames included; leaving out either shifts it.
 */
function fragmentOptions(grid: FrameGrid, firstFrame: number): string[] {
  return [
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"],
    ...["-output_ts_offset", (frameTimeUs(grid, firstFrame) / 1e6).toFixed(6), "-avoid_negative_ts", "disabled"],
    ...["-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont+delay_moov", "-f", "mp4"],
  ];
}
