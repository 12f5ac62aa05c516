import type { Database } from "../../open-database.ts";

export interface MediaMonth {
  /** `2026-11`, of UTC. */
  readonly month: string;
  /** How many media each of its days has, from the first to the last that has any. */
  readonly items: readonly number[];
}

/**
 * How many media the timeline of an owner has on each day, of the summary, months latest first. They come from the database as one text:
 * as thousands of rows, reading them would take longer than all else.
 */
export async function listMediaDays(db: Database, ownerId: string): Promise<MediaMonth[]> {
  const { rows } = await db.raw<{ rows: { days: string | null }[] }>(
    "select string_agg(day || ' ' || items, ',' order by day desc) as days from media_day where owner_id = ? and items > 0",
    [ownerId],
  );
  return gatherMonths(rows[0]?.days ?? "");
}

const monthLength = "2026-11".length;
const dayLength = "2026-11-25".length;

/** @param days `2026-11-25 3,2026-11-02 1`: latest first */
export function gatherMonths(days: string): MediaMonth[] {
  const months: { month: string; items: number[] }[] = [];
  for (const entry of days === "" ? [] : days.split(",")) {
    const month = entry.slice(0, monthLength);
    const day = Number(entry.slice(monthLength + 1, dayLength));
    // The first that comes of a month is its last day.
    if (months.at(-1)?.month !== month) months.push({ month, items: Array<number>(day).fill(0) });
    (months.at(-1) as { items: number[] }).items[day - 1] = Number(entry.slice(dayLength + 1));
  }
  return months;
}
