import type { Database } from "../../open-database.ts";
import { listMediaById } from "../media/list-by-id.ts";
import type { ShownMedia } from "../media/shown-media.ts";
import { groupAlike } from "./group-alike.ts";

/** Read at once: enough for many groups, and little to put together. */
const mostPairs = 2_000;

/** Groups of an owner's photos that look alike, those with the latest first. What is done with goes, and others follow. */
export async function listAlike(db: Database, { ownerId, limit }: { ownerId: string; limit: number }): Promise<ShownMedia[][]> {
  const pairs: { media_id: string; other_id: string }[] = await db("media_alike")
    .join("media as one", "one.id", "media_alike.media_id")
    .join("media as other", "other.id", "media_alike.other_id")
    .where({ "media_alike.owner_id": ownerId })
    .whereRaw("not dismissed and one.listed and other.listed and one.state = 'ready' and other.state = 'ready'")
    .orderBy("media_alike.media_id", "desc")
    .limit(mostPairs)
    .select("media_alike.media_id", "media_alike.other_id");
  const groups = groupAlike(pairs.map(({ media_id, other_id }) => [media_id, other_id] as const)).slice(0, limit);
  const media = new Map((await listMediaById(db, { ids: groups.flat(), ownerId })).map((row) => [row.id, row]));
  // Some may have gone between the two queries.
  return groups.map((ids) => ids.flatMap((id) => media.get(id) ?? [])).filter((group) => group.length > 1);
}
