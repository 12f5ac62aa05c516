import type { MediaEvent } from "./media-api.ts";
import type { ListData } from "./queries.ts";

/** A list after some events: items replaced where they are. What comes into a list, and what leaves it, is the server's to say. */
export function replaceInList(data: ListData, events: readonly MediaEvent[]): ListData {
  const latest = new Map(events.map(({ id, media }) => [id, media]));
  let changed = false;
  const pages = data.pages.map((page) => {
    if (!page.items.some(({ id }) => latest.get(id))) return page;
    changed = true;
    return { ...page, items: page.items.map((item) => latest.get(item.id) ?? item) };
  });
  return changed ? { ...data, pages } : data;
}
