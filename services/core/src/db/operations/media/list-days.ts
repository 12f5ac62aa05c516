import type { Database } from "../../open-database.ts";

export interface MediaDay {
  /** `2026-11-25`, of UTC. */
  readonly day: string;
  readonly items: number;
}

/** The days of an owner's timeline, latest first, with how many media each has. Served by the summary, so it costs the same at any size. */
export async function listMediaDays(db: Database, ownerId: string): Promise<MediaDay[]> {
  return (
    db("media_day")
      .where({ owner_id: ownerId })
      .where("items", ">", 0)
      // The column: "day" alone is the text that is selected, which no index has in order.
      .orderBy("media_day.day", "desc")
      .select(db.raw("to_char(day, 'YYYY-MM-DD') as day"), "items")
  );
}
