import type { Database } from "../../open-database.ts";
import type { AlbumActivityRow } from "../../rows.ts";

export interface ActivityPosition {
  readonly createdUs: number;
  readonly id: string;
}

export type ListedActivity = AlbumActivityRow & { created_us: number };

/** What was done in an album, latest first. */
export async function listActivity(
  db: Database,
  options: { albumId: string; after: ActivityPosition | undefined; limit: number },
): Promise<ListedActivity[]> {
  const query = db<ListedActivity>("album_activity")
    .select("*", db.raw("(extract(epoch from created_at) * 1000000)::bigint as created_us"))
    .where({ album_id: options.albumId })
    .orderBy([
      { column: "created_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(options.limit);
  if (options.after) {
    query.whereRaw("(created_at, id) < (timestamptz 'epoch' + ? * interval '1 microsecond', ?::uuid)", [
      options.after.createdUs,
      options.after.id,
    ]);
  }
  return query;
}
