import type { InfiniteData } from "@tanstack/react-query";
import type { MediaEvent, MediaPage, MediaSummary } from "./media-api.ts";

export type TimelineData = InfiniteData<MediaPage, string | undefined>;

/** The timeline after some events: items replaced where they are, moved, added at their place, or gone. */
export function applyMediaEvents(data: TimelineData, events: readonly MediaEvent[]): TimelineData {
  const latest = new Map(events.map((event) => [event.id, event.media]));
  const toPlace = new Map<string, MediaSummary>();
  for (const [id, media] of latest) if (media) toPlace.set(id, media);

  const pages = data.pages.map((page) => {
    if (!page.items.some((item) => latest.has(item.id))) return page;
    const items = page.items.flatMap((item) => {
      const next = latest.get(item.id);
      if (next === undefined) return [item];
      if (next === null || next.timelineAt !== item.timelineAt) return [];
      toPlace.delete(item.id);
      return [next];
    });
    return { ...page, items };
  });
  return { ...data, pages: [...toPlace.values()].reduce(place, pages) };
}

/** Newest first; the id decides between equal times, as it does for the server's cursor. */
export function compareTimeline(a: MediaSummary, b: MediaSummary): number {
  return Date.parse(b.timelineAt) - Date.parse(a.timelineAt) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** An item older than all that is loaded belongs to a page that is still to come, and is left to it. */
function place(pages: MediaPage[], media: MediaSummary): MediaPage[] {
  const found = pages.findIndex((page) => page.items.some((item) => compareTimeline(media, item) < 0));
  const target = found >= 0 ? found : pages.at(-1)?.nextCursor === null ? pages.length - 1 : -1;
  return pages.map((page, index) => {
    if (index !== target) return page;
    const at = page.items.findIndex((item) => compareTimeline(media, item) < 0);
    return { ...page, items: page.items.toSpliced(at < 0 ? page.items.length : at, 0, media) };
  });
}
