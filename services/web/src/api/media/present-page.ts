import { type DeliverySigner, type Knex, listRenditions, type ShownMedia, type TimelinePosition } from "@mediashare/core";
import { encodeCursor } from "./cursor.ts";
import { presentSummary, summaryRoles } from "./present-media.ts";
import type { MediaPage } from "./schema.ts";

interface PageDeps {
  readonly db: Knex;
  readonly signer: DeliverySigner;
  readonly now: () => Date;
}

/** A page of a list of which one row more than the limit was read: it tells whether another page follows. */
export async function presentPage<Row extends ShownMedia>(
  { db, signer, now }: PageDeps,
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => TimelinePosition,
): Promise<MediaPage> {
  const page = rows.slice(0, limit);
  const renditions = Map.groupBy(await listRenditions(db, page, summaryRoles), ({ media_id }) => media_id);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return {
    items: page.map((media) => presentSummary(media, renditions.get(media.id) ?? [], signer.signMedia(media.id, now()))),
    nextCursor: last ? encodeCursor(positionOf(last)) : null,
  };
}
