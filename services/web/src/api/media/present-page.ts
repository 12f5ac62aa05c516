import { type DeliverySigner, type Knex, type ListedMedia, listRenditions, type TimelinePosition } from "@mediashare/core";
import { encodeCursor } from "./cursor.ts";
import { presentSummary, summaryRoles } from "./present-media.ts";
import type { MediaPage, MediaSummary } from "./schema.ts";

interface PageDeps {
  readonly db: Knex;
  readonly signer: DeliverySigner;
  readonly now: () => Date;
}

/** A page of a list of which one row more than the limit was read: it tells whether another page follows. */
export async function presentPage<Row extends ListedMedia>(
  deps: PageDeps,
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => TimelinePosition,
): Promise<MediaPage> {
  const page = rows.slice(0, limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return { items: await presentSummaries(deps, page), nextCursor: last ? encodeCursor(positionOf(last)) : null };
}

/** These media as lists show them, in their order. */
export async function presentSummaries({ db, signer, now }: PageDeps, rows: readonly ListedMedia[]): Promise<MediaSummary[]> {
  const renditions = Map.groupBy(await listRenditions(db, rows, summaryRoles), ({ media_id }) => media_id);
  return rows.map((media) => presentSummary(media, renditions.get(media.id) ?? [], signer.signMedia(media.id, now())));
}
