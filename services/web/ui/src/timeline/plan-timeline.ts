import type { MediaSummary } from "../api/media-api.ts";
import type { Chunk, DayCount } from "./chunks.ts";
import { headingHeightPx, planSections, rowOptions, type Section, spaceBelowPx } from "./plan-sections.ts";
import type { LoadedChunks } from "./timeline-state.ts";

/** A part of the timeline that is not loaded: as high as its items will probably be. */
export interface Gap {
  readonly chunk: Chunk;
  readonly top: number;
  readonly height: number;
}

/** Where a chunk begins, loaded or not, latest first. */
interface ChunkPlace {
  readonly chunk: Chunk;
  readonly top: number;
  readonly bottom: number;
}

export interface TimelineLayout {
  readonly sections: readonly Section[];
  readonly gaps: readonly Gap[];
  readonly places: readonly ChunkPlace[];
  readonly height: number;
}

/** Browsers cannot lay out more than some 17 million pixels: where all would be higher, what is not loaded counts as lower than it is. */
const highestPx = 8_000_000;
/** Of a usual photo. */
const usualAspect = 1.35;

/** Where everything of a timeline stands, loaded or not. Chunks beside each other that are loaded are laid out as one. */
export function planTimeline(chunks: readonly Chunk[], loaded: LoadedChunks, width: number): TimelineLayout {
  if (width === 0) return { sections: [], gaps: [], places: [], height: 0 };
  const missing = chunks.filter(({ key }) => !loaded.has(key));
  const total = missing.reduce((sum, chunk) => sum + guessHeight(chunk.days, width), 0);
  const scale = Math.min(1, highestPx / Math.max(total, 1));

  const sections: Section[] = [];
  const gaps: Gap[] = [];
  const places: ChunkPlace[] = [];
  let top = 0;
  for (let at = 0; at < chunks.length; ) {
    const run = runOfLoaded(chunks, loaded, at);
    if (run.length === 0) {
      const chunk = chunks[at] as Chunk;
      const height = Math.max(1, Math.round(guessHeight(chunk.days, width) * scale));
      gaps.push({ chunk, top, height });
      places.push({ chunk, top, bottom: top + height });
      top += height;
      at += 1;
      continue;
    }
    const items = run.flatMap(({ key }) => loaded.get(key)?.items ?? []);
    const laidOut = planSections(items, width);
    for (const section of laidOut.sections) sections.push({ ...section, top: section.top + top });
    places.push(...placeRun(run, loaded, laidOut.sections, top, top + laidOut.height));
    top += laidOut.height + (laidOut.height > 0 ? spaceBelowPx : 0);
    at += run.length;
  }
  return { sections, gaps, places, height: top };
}

function runOfLoaded(chunks: readonly Chunk[], loaded: LoadedChunks, at: number): Chunk[] {
  const run: Chunk[] = [];
  for (let index = at; index < chunks.length; index += 1) {
    const chunk = chunks[index] as Chunk;
    if (!loaded.has(chunk.key)) break;
    run.push(chunk);
  }
  return run;
}

/** A chunk of a run begins where the section of its first item does. */
function placeRun(run: readonly Chunk[], loaded: LoadedChunks, sections: readonly Section[], top: number, bottom: number): ChunkPlace[] {
  const sectionOf = new Map(sections.flatMap((section) => section.day.items.map(({ id }) => [id, section] as const)));
  const tops = run.map(({ key }) => {
    const first = loaded.get(key)?.items[0];
    return top + ((first && sectionOf.get(first.id)?.top) ?? 0);
  });
  return run.map((chunk, index) => ({ chunk, top: tops[index] ?? top, bottom: Math.max(tops[index + 1] ?? bottom, tops[index] ?? top) }));
}

function guessHeight(days: readonly DayCount[], width: number): number {
  const { targetHeight, gap } = rowOptions(width);
  const inRow = Math.max(1, width / (targetHeight * usualAspect + gap));
  let height = 0;
  let shared = 0;
  for (const { items } of days) {
    // Days of a few items share a line.
    if (items < inRow / 2) {
      shared += items + 0.3;
      continue;
    }
    height += headingHeightPx + Math.ceil(items / inRow) * (targetHeight + gap) + spaceBelowPx;
  }
  return height + Math.ceil(shared / inRow) * (headingHeightPx + targetHeight + spaceBelowPx);
}

/** Something that stays where it is in the window while the layout changes around it. */
export interface Anchor {
  /** An item, or a chunk. */
  readonly item?: string;
  readonly chunk?: string;
  /** From its top to the window's, in pixels; of a chunk that is not loaded, as a share of its height. */
  readonly offset: number;
}

/** What stands at this height of the layout. */
export function findAnchor({ sections, gaps }: TimelineLayout, y: number): Anchor | undefined {
  const gap = gaps.find((candidate) => y >= candidate.top && y < candidate.top + candidate.height);
  if (gap) return { chunk: gap.chunk.key, offset: (y - gap.top) / gap.height };
  const section = sections.find((candidate) => candidate.top + candidate.height > y);
  if (!section) return undefined;
  const rowsTop = section.top + headingHeightPx;
  const row = section.rows.find((candidate) => rowsTop + candidate.top + candidate.height > y) ?? section.rows.at(-1);
  const item = row?.boxes[0]?.item;
  return row && item && { item: item.id, offset: y - rowsTop - row.top };
}

/** The height at which an anchor stands in a layout; undefined where it is not there any more. */
export function placeAnchor({ sections, places }: TimelineLayout, anchor: Anchor): number | undefined {
  if (anchor.chunk !== undefined) {
    const place = places.find(({ chunk }) => chunk.key === anchor.chunk);
    return place && place.top + anchor.offset * (place.bottom - place.top);
  }
  for (const section of sections) {
    if (!section.day.items.some(({ id }) => id === anchor.item)) continue;
    const row = section.rows.find(({ boxes }) => boxes.some(({ item }) => item.id === anchor.item));
    return row && section.top + headingHeightPx + row.top + anchor.offset;
  }
  return undefined;
}

/** The height at which a month begins, `2026-11`: of its first item if it is loaded, else by the share of items before it. */
export function topOfMonth({ places }: TimelineLayout, loaded: LoadedChunks, sections: readonly Section[], month: string): number {
  const place = places.find(({ chunk }) => chunk.days.some(({ day }) => day.startsWith(month)));
  if (!place) return 0;
  const isOfMonth = ({ timelineAt }: MediaSummary) => timelineAt.startsWith(month);
  const first = loaded.get(place.chunk.key)?.items.find(isOfMonth);
  const section = first && sections.find(({ day }) => day.items.some(({ id }) => id === first.id));
  if (section) return section.top;
  const index = place.chunk.days.findIndex(({ day }) => day.startsWith(month));
  const before = place.chunk.days.slice(0, index).reduce((sum, { items }) => sum + items, 0);
  return place.top + (before / Math.max(1, place.chunk.count)) * (place.bottom - place.top);
}

/** The month that stands at a height: `2026-11`. */
export function monthAt({ places, sections }: TimelineLayout, y: number): string | undefined {
  const section = sections.find((candidate) => candidate.top <= y && candidate.top + candidate.height + spaceBelowPx > y);
  const first = section?.day.items[0];
  if (first) return first.timelineAt.slice(0, "2026-11".length);
  const place = places.find((candidate) => candidate.bottom > y) ?? places.at(-1);
  if (!place) return undefined;
  const share = ((y - place.top) / Math.max(1, place.bottom - place.top)) * place.chunk.count;
  let passed = 0;
  for (const { day, items } of place.chunk.days) {
    passed += items;
    if (passed > share) return day.slice(0, "2026-11".length);
  }
  return place.chunk.days.at(-1)?.day.slice(0, "2026-11".length);
}
