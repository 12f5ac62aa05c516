import type { Database } from "../../open-database.ts";
import { onlyShown, type ShownMedia } from "./shown-media.ts";

/** A position in the timeline: after the item that stands there. */
export interface TimelinePosition {
  /** Since 1970. Postgres keeps microseconds, which a Date would cut: items of the same millisecond would be skipped. */
  readonly timelineUs: number;
  readonly id: string;
}

export type TimelineItem = ShownMedia & { timeline_us: number };

/** What of an owner is shown, latest first; `after` is where the page before ended. Served by the index `media_timeline`. */
export async function listTimeline(
  db: Database,
  options: { ownerId: string; after: TimelinePosition | undefined; limit: number },
): Promise<TimelineItem[]> {
  const query = db<TimelineItem>("media")
    .select("*", db.raw("(extract(epoch from timeline_at) * 1000000)::bigint as timeline_us"))
    .where({ owner_id: options.ownerId })
    .modify(onlyShown)
    .orderBy([
      { column: "timeline_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(options.limit);
  if (options.after) {
    query.whereRaw("(timeline_at, id) < (timestamptz 'epoch' + ? * interval '1 microsecond', ?::uuid)", [
      options.after.timelineUs,
      options.after.id,
    ]);
  }
  return query;
}
