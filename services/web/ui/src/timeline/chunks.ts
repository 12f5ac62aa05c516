import type { MediaSummary } from "../api/media-api.ts";

/** A day of UTC and how many items the timeline has on it. */
export interface DayCount {
  /** `2026-11-25` */
  readonly day: string;
  readonly items: number;
}

/** A part of the timeline that is loaded at once. */
export interface Chunk {
  readonly key: string;
  /** Its first moment; undefined: from the beginning of all. */
  readonly from: string | undefined;
  /** The first moment after it; undefined: without an end. */
  readonly before: string | undefined;
  /** Latest first; empty only where the whole timeline is. */
  readonly days: readonly DayCount[];
  readonly count: number;
}

/** A chunk of more items is divided further, as far as days. */
const mostItems = 400;

/**
 * Divides a timeline into chunks by the calendar: all of it, or years, months, days, as large as they can be. So the bounds of a chunk
 * stay the same while its items come and go, unless they become too many for it.
 * @param days latest first
 */
export function planChunks(days: readonly DayCount[]): Chunk[] {
  const all = toChunk("all", undefined, undefined, days);
  return all.count <= mostItems ? [all] : divide(days, yearLength);
}

const yearLength = 4;
const monthLength = 7;
const dayLength = 10;
const finer: Readonly<Record<number, number>> = { [yearLength]: monthLength, [monthLength]: dayLength };

/** @param length of the part of `2026-11-25` that the days of a chunk have in common */
function divide(days: readonly DayCount[], length: number): Chunk[] {
  const groups = Map.groupBy(days, ({ day }) => day.slice(0, length));
  return [...groups].flatMap(([key, members]) => {
    const chunk = toChunk(key, startOf(key), startOf(nextOf(key)), members);
    const next = finer[length];
    return chunk.count <= mostItems || next === undefined ? [chunk] : divide(members, next);
  });
}

function toChunk(key: string, from: string | undefined, before: string | undefined, days: readonly DayCount[]): Chunk {
  return { key, from, before, days, count: days.reduce((sum, { items }) => sum + items, 0) };
}

const startOf = (key: string) => `${key}${"-01-01".slice(key.length - yearLength)}T00:00:00.000Z`;

/** The year, month or day after one. */
function nextOf(key: string): string {
  const [year = 0, month = 1, day = 1] = key.split("-").map(Number);
  const next = new Date(0);
  if (key.length === yearLength) next.setUTCFullYear(year + 1, 0, 1);
  else if (key.length === monthLength) next.setUTCFullYear(year, month, 1);
  else next.setUTCFullYear(year, month - 1, day + 1);
  return next.toISOString().slice(0, key.length);
}

/** Whether a moment lies in a chunk. */
export function covers({ from, before }: Pick<Chunk, "from" | "before">, timelineAt: string): boolean {
  const at = Date.parse(timelineAt);
  return (from === undefined || at >= Date.parse(from)) && (before === undefined || at < Date.parse(before));
}

/** Newest first; the id decides between equal times, as it does for the server's cursor. */
export function compareTimeline(a: MediaSummary, b: MediaSummary): number {
  return Date.parse(b.timelineAt) - Date.parse(a.timelineAt) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
