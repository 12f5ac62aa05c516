import type { Database } from "../../open-database.ts";
import { type ListedMedia, listedColumns } from "./shown-media.ts";
import { type TimelinePosition, toInstant } from "./timeline-position.ts";

export type TrashItem = ListedMedia & { trashed_at: Date; trashed_us: number };

/** What an owner has in the trash, what was put there last first. Served by the index `media_trash`. */
export async function listTrash(
  db: Database,
  options: { ownerId: string; after: TimelinePosition | undefined; limit: number },
): Promise<TrashItem[]> {
  const query = db("media")
    .select<TrashItem[]>(...listedColumns, db.raw("(extract(epoch from trashed_at) * 1000000)::bigint as trashed_us"))
    .where({ owner_id: options.ownerId })
    .whereRaw("trashed_at is not null and state <> 'deleted' and live_of is null")
    .orderBy([
      { column: "trashed_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(options.limit);
  if (options.after) query.whereRaw(`(trashed_at, id) < (${toInstant}, ?::uuid)`, [options.after.timelineUs, options.after.id]);
  return query;
}
