import type { FrameGrid } from "./specs.ts";

export interface SegmentRange {
  readonly firstSegment: number;
  readonly segmentCount: number;
}

export function countSegments(grid: FrameGrid): number {
  return Math.ceil(grid.frameCount / grid.segmentFrames);
}

/** Frames of one segment. */
export function framesOf(grid: FrameGrid, segment: number): number {
  return Math.min(grid.segmentFrames, grid.frameCount - segment * grid.segmentFrames);
}

/** Where a frame stands in the video. */
export function frameTimeUs(grid: FrameGrid, frame: number): number {
  return Math.round((frame * grid.rate.den * 1e6) / grid.rate.num);
}

/** Shares out the segments among tasks: a short first one, then equal ones; a rest of less than half a task joins the one before. */
export function planSegmentTasks(segmentCount: number, sizes: { first: number; rest: number }): SegmentRange[] {
  const ranges: SegmentRange[] = [];
  for (let firstSegment = 0; firstSegment < segmentCount; ) {
    const size = firstSegment === 0 ? sizes.first : sizes.rest;
    const left = segmentCount - firstSegment;
    const taken = left < size + sizes.rest / 2 && firstSegment > 0 ? left : Math.min(size, left);
    ranges.push({ firstSegment, segmentCount: taken });
    firstSegment += taken;
  }
  return ranges;
}
