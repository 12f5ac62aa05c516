import { v7 as newId } from "uuid";
import type { ActivityKind } from "../../../albums/album-facts.ts";
import type { Database } from "../../open-database.ts";

export interface Activity {
  readonly albumId: string;
  readonly actorId: string | null;
  readonly kind: ActivityKind;
  /** Items that it is about. */
  readonly count?: number;
  readonly subjectId?: string;
}

/** What is done again within this time is one event: a phone adds its photos one by one. */
const joinedSeconds = 3_600;
const joinable: ReadonlySet<ActivityKind> = new Set(["added", "uploaded", "removed"]);

/** Notes what was done in an album. */
export async function recordActivity(db: Database, activity: Activity): Promise<void> {
  const { albumId, actorId, kind, count = 1, subjectId = null } = activity;
  if (joinable.has(kind)) {
    const last = await db("album_activity")
      .where({ album_id: albumId })
      .orderBy([
        { column: "created_at", order: "desc" },
        { column: "id", order: "desc" },
      ])
      .first("id", "kind", "actor_id");
    if (last?.kind === kind && last.actor_id === actorId) {
      const joined = await db("album_activity")
        .where({ id: last.id })
        .whereRaw("created_at > now() - ? * interval '1 second'", [joinedSeconds])
        .update({ count: db.raw("count + ?", [count]), created_at: db.fn.now() });
      if (joined > 0) return;
    }
  }
  await db("album_activity").insert({ id: newId(), album_id: albumId, actor_id: actorId, kind, count, subject_id: subjectId });
}
