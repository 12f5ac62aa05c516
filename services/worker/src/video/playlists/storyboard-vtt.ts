import type { StoryboardSpec } from "../plan/specs.ts";

/** Sheets of a storyboard, in order of time. */
export function countSheets(storyboard: Pick<StoryboardSpec, "count" | "columns" | "rows">): number {
  return Math.ceil(storyboard.count / (storyboard.columns * storyboard.rows));
}

/**
 * The storyboard as a WebVTT thumbnails track: each cue names a part of a sheet (Media Fragments, `#xywh`).
 * @param sheetUris relative to the track
 */
export function renderStoryboardVtt(storyboard: StoryboardSpec, durationMs: number, sheetUris: readonly string[]): string {
  const perSheet = storyboard.columns * storyboard.rows;
  const cues = Array.from({ length: storyboard.count }, (_, index) => {
    const place = index % perSheet;
    const x = (place % storyboard.columns) * storyboard.tileWidth;
    const y = Math.floor(place / storyboard.columns) * storyboard.tileHeight;
    const start = index * storyboard.intervalMs;
    const end = index === storyboard.count - 1 ? Math.max(durationMs, start + 1) : start + storyboard.intervalMs;
    const uri = sheetUris[Math.floor(index / perSheet)] as string;
    return `${timestamp(start)} --> ${timestamp(end)}\n${uri}#xywh=${x},${y},${storyboard.tileWidth},${storyboard.tileHeight}\n`;
  });
  return ["WEBVTT\n", ...cues].join("\n");
}

function timestamp(timeMs: number): string {
  const part = (value: number, width: number): string => String(Math.floor(value)).padStart(width, "0");
  return `${part(timeMs / 3_600_000, 2)}:${part((timeMs / 60_000) % 60, 2)}:${part((timeMs / 1000) % 60, 2)}.${part(timeMs % 1000, 3)}`;
}
