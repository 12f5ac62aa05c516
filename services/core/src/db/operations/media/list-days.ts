import type { Database } from "../../open-database.ts";

export interface MediaMonth {
  /** `2026-11`, of UTC. */
  readonly month: string;
  /** How many media each of its days has, from the first to the last that has any. */
  readonly items: readonly number[];
}

/** How many media the timeline of an owner has on each day, of the summary, months latest first. */
export async function listMediaDays(db: Database, ownerId: string): Promise<MediaMonth[]> {
  const { rows } = await db.raw<{ rows: CountedMonth[] }>(
    "select to_char(month, 'YYYY-MM') as month, items::text as items from media_month where owner_id = ? order by media_month.month desc",
    [ownerId],
  );
  return presentMonths(rows);
}

/** As the database prints an array, `{0,3,1}`, which is JSON but for its braces: pg's parser of arrays takes ten times as long. */
interface CountedMonth {
  readonly month: string;
  readonly items: string;
}

/** @param counted with a number for each of 31 days, months in any order, which is kept; what no media is left of is left out */
export function presentMonths(counted: readonly CountedMonth[]): MediaMonth[] {
  return counted.flatMap(({ month, items: text }) => {
    const items = JSON.parse(`[${text.slice(1, -1)}]`) as number[];
    const last = items.findLastIndex((count) => count > 0);
    return last < 0 ? [] : [{ month, items: items.slice(0, last + 1) }];
  });
}
