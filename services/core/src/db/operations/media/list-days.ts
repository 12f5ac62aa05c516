import type { Database } from "../../open-database.ts";

export interface MediaDay {
  /** `2026-11-25`, of UTC. */
  readonly day: string;
  readonly items: number;
}

/**
 * The days of an owner's timeline, latest first, with how many media each has, of the summary. They come as one text: as thousands of
 * rows, reading them would take longer than all else.
 */
export async function listMediaDays(db: Database, ownerId: string): Promise<MediaDay[]> {
  const { rows } = await db.raw<{ rows: { days: string | null }[] }>(
    `select string_agg(to_char(day, 'YYYY-MM-DD') || ' ' || items, ',' order by day desc) as days
     from media_day where owner_id = ? and items > 0`,
    [ownerId],
  );
  const days = rows[0]?.days ?? "";
  return days === "" ? [] : days.split(",").map((entry) => ({ day: entry.slice(0, dayLength), items: Number(entry.slice(dayLength + 1)) }));
}

const dayLength = "2026-11-25".length;
