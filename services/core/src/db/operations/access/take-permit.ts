import type { Database } from "../../open-database.ts";

/** A leaking bucket: so many at once, and again as it leaks. */
export interface RateLimit {
  /** Told apart from other limits. */
  readonly name: string;
  readonly burst: number;
  /** Time in which one permit comes back. */
  readonly everyMs: number;
}

/**
 * Takes a permit, in one statement over all servers (the generic cell rate algorithm: a row says when its bucket will be empty).
 * @returns how long to wait where there is none, else 0
 */
export async function takePermit(db: Database, limit: RateLimit, subject: string): Promise<number> {
  const key = `${limit.name} ${subject}`;
  const span = { key, everyMs: limit.everyMs, burstMs: limit.burst * limit.everyMs };
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `insert into rate_limit (key, empty_at) values (:key, now() + :everyMs * interval '1 millisecond')
     on conflict (key) do update set empty_at = greatest(rate_limit.empty_at, now()) + :everyMs * interval '1 millisecond'
     where greatest(rate_limit.empty_at, now()) + :everyMs * interval '1 millisecond' <= now() + :burstMs * interval '1 millisecond'
     returning key`,
    span,
  );
  if (rows.length > 0) return 0;
  const { rows: waits } = await db.raw<{ rows: { wait_ms: number }[] }>(
    `select ceil(extract(epoch from empty_at - now()) * 1000)::int + :everyMs - :burstMs as wait_ms from rate_limit where key = :key`,
    span,
  );
  return Math.max(1, waits[0]?.wait_ms ?? 1);
}
