import type { Database } from "../../open-database.ts";

/** Mean time of the last `sample` done tasks, in seconds; undefined where none was done yet. */
export async function meanTaskSeconds(db: Database, sample: number): Promise<number | undefined> {
  const { rows } = await db.raw<{ rows: { seconds: number | null }[] }>(
    `select avg(work_ms)::float / 1000 as seconds
     from (select work_ms from task where state = 'done' order by finished_at desc limit ?) latest`,
    [sample],
  );
  return rows[0]?.seconds ?? undefined;
}
