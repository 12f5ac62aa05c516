import type { DeliverySigner, ListedMedia, TimelinePosition } from "@mediashare/core";
import { encodeCursor } from "./cursor.ts";
import { presentSummary } from "./present-media.ts";
import type { MediaPage, MediaSummary } from "./schema.ts";

interface PageDeps {
  readonly signer: DeliverySigner;
  readonly now: () => Date;
}

/** A page of a list of which one row more than the limit was read: it tells whether another page follows. */
export function presentPage<Row extends ListedMedia>(
  deps: PageDeps,
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => TimelinePosition,
): MediaPage {
  const page = rows.slice(0, limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return { items: presentSummaries(deps, page), nextCursor: last ? encodeCursor(positionOf(last)) : null };
}

/** These media as lists show them, in their order. */
export function presentSummaries({ signer, now }: PageDeps, rows: readonly ListedMedia[]): MediaSummary[] {
  return rows.map((media) => presentSummary(media, signer.signMedia(media.id, now())));
}
