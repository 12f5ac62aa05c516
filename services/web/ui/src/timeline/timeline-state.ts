import type { MediaEvent, MediaSummary } from "../api/media-api.ts";
import { type Chunk, compareTimeline, covers } from "./chunks.ts";

/** What is known of a chunk's items. */
export interface LoadedChunk {
  readonly from: string | undefined;
  readonly before: string | undefined;
  /** Latest first. */
  readonly items: readonly MediaSummary[];
  readonly loadedAtMs: number;
}

/** By the chunks' keys. */
export type LoadedChunks = ReadonlyMap<string, LoadedChunk>;

/** The loaded items after some events: replaced where they are, moved, added at their place, or gone. */
export function applyEvents(loaded: LoadedChunks, events: readonly MediaEvent[]): LoadedChunks {
  const latest = new Map(events.map(({ id, media }) => [id, media]));
  const listed = [...latest.values()].filter((media) => media !== null);
  let changed = false;
  const next = new Map<string, LoadedChunk>();
  for (const [key, chunk] of loaded) {
    const arriving = listed.filter((media) => covers(chunk, media.timelineAt));
    if (arriving.length === 0 && !chunk.items.some(({ id }) => latest.has(id))) {
      next.set(key, chunk);
      continue;
    }
    changed = true;
    const staying = chunk.items.filter(({ id }) => !latest.has(id));
    next.set(key, { ...chunk, items: [...staying, ...arriving].sort(compareTimeline) });
  }
  return changed ? next : loaded;
}

/** What a new division of the timeline can take over from the one before: the parts of what was loaded. */
export function takeOver(loaded: LoadedChunks, chunks: readonly Chunk[]): LoadedChunks {
  const next = new Map<string, LoadedChunk>();
  const wanted = new Map(chunks.map((chunk) => [chunk.key, chunk]));
  for (const [key, chunk] of loaded) if (wanted.has(key)) next.set(key, chunk);
  for (const chunk of chunks) {
    if (next.has(chunk.key)) continue;
    const source = [...loaded.values()].find((known) => contains(known, chunk));
    if (!source) continue;
    const items = source.items.filter((media) => covers(chunk, media.timelineAt));
    next.set(chunk.key, { from: chunk.from, before: chunk.before, items, loadedAtMs: source.loadedAtMs });
  }
  return next;
}

function contains(outer: Pick<Chunk, "from" | "before">, inner: Pick<Chunk, "from" | "before">): boolean {
  const startsBefore = outer.from === undefined || (inner.from !== undefined && outer.from <= inner.from);
  const endsAfter = outer.before === undefined || (inner.before !== undefined && outer.before >= inner.before);
  return startsBefore && endsAfter;
}

/**
 * Forgets what was wanted least lately, as far as needed.
 * @param used keys in the order in which they were wanted, the latest last; the last few are near the window and stay
 */
export function forgetOld(loaded: LoadedChunks, used: readonly string[], mostItems: number): LoadedChunks {
  let total = 0;
  for (const { items } of loaded.values()) total += items.length;
  if (total <= mostItems) return loaded;
  const next = new Map(loaded);
  for (const key of used.slice(0, -nearest)) {
    if (total <= mostItems) break;
    total -= next.get(key)?.items.length ?? 0;
    next.delete(key);
  }
  return next;
}

/** As many chunks may be near a large window. */
const nearest = 60;
