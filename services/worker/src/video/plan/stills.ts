import { toNumber } from "../rational.ts";
import type { FrameGrid, StillsSpec, StoryboardSpec } from "./specs.ts";

const posterLongSide = 2560;
const posterCandidates = 24;
const latestPosterMs = 10_000;

const tileLongSide = 160;
const sheet = { columns: 5, rows: 5 };
const mostPictures = 150;
const intervalsMs = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 300].map((seconds) => seconds * 1000);

/** Up to here, every frame is decoded for the storyboard. */
const decodeAllMs = 30_000;

interface Picture {
  readonly displayWidth: number;
  readonly displayHeight: number;
}

/** A tenth of the way in, past the title and before it grows long. */
export function planPoster(grid: FrameGrid, picture: Picture): StillsSpec["poster"] {
  const latest = Math.floor((latestPosterMs / 1000) * toNumber(grid.rate));
  const firstFrame = Math.min(Math.floor(grid.frameCount / 10), latest);
  return { firstFrame, candidates: Math.min(posterCandidates, grid.frameCount - firstFrame), ...fit(picture, posterLongSide, 1) };
}

/** Small pictures at regular times, for a player's timeline. */
export function planStoryboard(durationMs: number, picture: Picture): StoryboardSpec {
  const coarsest = Math.ceil(durationMs / mostPictures / 60_000) * 60_000;
  const intervalMs = intervalsMs.find((interval) => durationMs / interval <= mostPictures) ?? coarsest;
  const tile = fit(picture, tileLongSide, 2);
  return {
    intervalMs,
    count: Math.max(1, Math.ceil(durationMs / intervalMs)),
    ...sheet,
    tileWidth: tile.width,
    tileHeight: tile.height,
    keyframesOnly: durationMs > decodeAllMs,
  };
}

function fit({ displayWidth, displayHeight }: Picture, longSide: number, multiple: number): { width: number; height: number } {
  const scale = Math.min(1, longSide / Math.max(displayWidth, displayHeight));
  const side = (length: number): number => Math.max(multiple, Math.round((length * scale) / multiple) * multiple);
  return { width: side(displayWidth), height: side(displayHeight) };
}
