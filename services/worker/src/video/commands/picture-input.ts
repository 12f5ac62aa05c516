import { sourceOptions } from "../demuxer.ts";
import type { FrameGrid, PictureSource } from "../plan/specs.ts";
import { toNumber } from "../rational.ts";

/** Frames may be stored this far from their order of showing (H.264 and HEVC: 16); all of them must be behind the seek point. */
const reorderedFrames = 17;
const leastMarginSeconds = 0.5;

/**
 * Input options that let the decoder start early enough for `frame` to come out whole, open GOPs included. Timestamps stay the
 * source's own (`-copyts`), since what a seek does to them differs between versions.
 */
export function seekOptions(source: PictureSource, grid: FrameGrid, frame: number): string[] {
  const rate = toNumber(grid.rate);
  const margin = Math.max(leastMarginSeconds, reorderedFrames / rate);
  const start = source.originPts * toNumber(source.timeBase);
  const from = start + frame / rate - margin;
  return frame / rate > margin ? ["-ss", from.toFixed(6), "-seek_timestamp", "1", "-noaccurate_seek"] : [];
}

/** Where the picture changes its size midway, the filters go on with what they have counted (`-reinit_filter 0`), and it is scaled anew. */
export function decoderOptions(source: PictureSource, threads: number): string[] {
  return ["-copyts", "-threads", String(threads), "-reinit_filter", "0", ...sourceOptions(source.demuxer)];
}

/**
 * Filters that put the source's frames on the grid and pass exactly `count` of them, from `firstFrame` on, beginning at time 0.
 * A gap, or an end that comes early, is filled with the picture before it.
 */
export function gridFilters(source: PictureSource, grid: FrameGrid, firstFrame: number, count: number): string[] {
  const framesPerTick = toNumber(grid.rate) * toNumber(source.timeBase);
  const offset = Math.round(source.originPts + firstFrame / framesPerTick);
  return [
    `setpts=PTS-${offset}`.replace("--", "+"),
    ...(source.interlaced ? ["yadif=deint=interlaced"] : []),
    `fps=fps=${grid.rate.num}/${grid.rate.den}:start_time=0:round=near:eof_action=pass`,
    "tpad=stop_mode=clone:stop=-1",
    `trim=end_frame=${count}`,
  ];
}

/** Filters that bring the picture to a size and to 8-bit BT.709. */
export function pictureFilters(source: PictureSource, width: number, height: number): string[] {
  const { colour } = source;
  if (colour.kind === "tone-map") {
    return [
      `zscale=w=${width}:h=${height}:tin=${colour.transfer}:pin=bt2020:min=bt2020nc:t=linear:npl=100`,
      "format=gbrpf32le",
      "zscale=p=bt709",
      "tonemap=tonemap=hable:desat=0",
      "zscale=t=bt709:m=bt709:r=tv",
      "format=yuv420p",
      "setsar=1",
    ];
  }
  return [
    `scale=w=${width}:h=${height}:flags=bicubic:in_color_matrix=${colour.matrix}:out_color_matrix=bt709:out_range=tv`,
    "format=yuv420p",
    "setsar=1",
  ];
}
