import type { MediaKind } from "@mediashare/contract";
import type { MapArea } from "../../../map/map-area.ts";
import type { Database, Knex } from "../../open-database.ts";
import { type ListedMedia, listedColumns, onlyListed } from "./shown-media.ts";
import { type TimelinePosition, toInstant } from "./timeline-position.ts";

export type TimelineItem = ListedMedia & { timeline_us: number };

/** What a list of media has to fit; what is left out does not matter. */
export interface MediaFilter {
  /** Words that have to stand, each as a part of a word, in file name, caption, camera, the name of the place or the day. */
  readonly words?: readonly string[] | undefined;
  readonly kind?: MediaKind | undefined;
  /** Maker and model, as {@link listCameras} has them. */
  readonly camera?: string | undefined;
  readonly favourite?: true | undefined;
  readonly hasPlace?: true | undefined;
  /** Only what stands in the timeline at this moment or later. */
  readonly from?: Date | undefined;
  /** Only what stands in the timeline before this moment. */
  readonly before?: Date | undefined;
  readonly area?: MapArea | undefined;
}

/** What of an owner is listed, latest first; `after` is where the page before ended. Each filter has its index. */
export async function listTimeline(
  db: Database,
  options: { ownerId: string; filter?: MediaFilter; after: TimelinePosition | undefined; limit: number },
): Promise<TimelineItem[]> {
  return buildTimelineQuery(db, options);
}

/** Apart from its run, so that its plan can be looked at. */
export function buildTimelineQuery(
  db: Database,
  { ownerId, filter = {}, after, limit }: { ownerId: string; filter?: MediaFilter; after: TimelinePosition | undefined; limit: number },
): Knex.QueryBuilder<TimelineItem, TimelineItem[]> {
  const query = db("media")
    .select(...listedColumns, db.raw("(extract(epoch from timeline_at) * 1000000)::bigint as timeline_us"))
    .where({ owner_id: ownerId })
    .modify(onlyListed)
    .orderBy([
      { column: "timeline_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(limit);
  applyFilter(query, filter);
  if (after) query.whereRaw(`(timeline_at, id) < (${toInstant}, ?::uuid)`, [after.timelineUs, after.id]);
  return query as unknown as Knex.QueryBuilder<TimelineItem, TimelineItem[]>;
}

function applyFilter(query: Knex.QueryBuilder, { words = [], kind, camera, favourite, hasPlace, from, before, area }: MediaFilter): void {
  // The index of words has only what is finished.
  if (words.length > 0) query.whereRaw("state in ('ready', 'failed')");
  for (const word of words) query.whereRaw("search_text like ?", [`%${escapeLike(word.toLowerCase())}%`]);
  if (kind !== undefined) query.where({ kind });
  if (camera !== undefined) query.where({ camera });
  if (favourite) query.whereRaw("favourite");
  if (hasPlace || area) query.whereRaw("latitude is not null");
  if (from) query.where("timeline_at", ">=", from);
  if (before) query.where("timeline_at", "<", before);
  if (!area) return;
  query.whereBetween("latitude", [area.south, area.north]);
  if (area.west <= area.east) query.whereBetween("longitude", [area.west, area.east]);
  else query.whereRaw("(longitude >= ? or longitude <= ?)", [area.west, area.east]);
}

const escapeLike = (word: string) => word.replace(/[\\%_]/g, "\\$&");
