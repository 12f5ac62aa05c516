import type { MediaSummary } from "../api/media-api.ts";
import { type Day, groupByDay } from "./group-by-day.ts";
import { justifyRows, type Row, type RowsOptions } from "./justify-rows.ts";

export interface Section {
  readonly day: Day<MediaSummary>;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  /** Of heading and rows, without the space below. */
  readonly height: number;
  readonly rows: readonly Row<MediaSummary>[];
}

export interface SectionsLayout {
  readonly sections: readonly Section[];
  readonly height: number;
}

export const headingHeightPx = 56;
export const spaceBelowPx = 16;
const spaceBesidePx = 20;
/** A day beside others is at least as wide as its heading needs: "Wednesday 23 September 2026", how many, and the mark to choose them. */
export const narrowestDayPx = 400;

/**
 * Where everything stands, known before anything is rendered: only what is near the window has to be.
 * Days of a few items share a line as long as they fit.
 */
export function planSections(items: readonly MediaSummary[], width: number): SectionsLayout {
  if (width === 0) return { sections: [], height: 0 };
  const options = rowOptions(width);
  const sections: Section[] = [];
  let top = 0;
  let left = 0;
  let lineHeight = 0;
  for (const day of groupByDay(items)) {
    const rows = justifyRows(day.items, aspectOf, options);
    const size = { width: widthOf(rows, width), height: heightOf(rows) };
    if (left + size.width > width) {
      endLine(sections, width);
      top += lineHeight === 0 ? 0 : lineHeight + spaceBelowPx;
      left = 0;
      lineHeight = 0;
    }
    sections.push({ day, top, left, rows, ...size });
    left += size.width + spaceBesidePx;
    lineHeight = Math.max(lineHeight, size.height);
  }
  endLine(sections, width);
  return { sections, height: top + lineHeight };
}

/** The heading of the last day on a line may go on to the end of it. */
function endLine(sections: Section[], width: number): void {
  const last = sections.pop();
  if (last) sections.push({ ...last, width: width - last.left });
}

/** How rows are filled at a width. */
export function rowOptions(width: number): RowsOptions {
  return { width, targetHeight: targetHeightFor(width), gap: width < 600 ? 2 : 4 };
}

function widthOf(rows: readonly Row<MediaSummary>[], width: number): number {
  const last = rows[0]?.boxes.at(-1);
  return rows.length === 1 && last ? Math.min(width, Math.max(last.left + last.width, narrowestDayPx)) : width;
}

function heightOf(rows: readonly Row<MediaSummary>[]): number {
  const last = rows.at(-1);
  return headingHeightPx + (last ? last.top + last.height : 0);
}

function targetHeightFor(width: number): number {
  if (width < 480) return 148;
  if (width < 900) return 180;
  return 224;
}

/** A failed item needs room for its reason. */
function aspectOf(item: MediaSummary): number {
  if (item.state === "failed") return 4 / 3;
  return item.width && item.height ? item.width / item.height : 1;
}
