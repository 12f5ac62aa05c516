import type { Database } from "../../open-database.ts";

/** Media that failed for the same reason. */
export interface FailureGroup {
  readonly code: string;
  readonly count: number;
  readonly latestAt: Date;
  /** What people were told, of the latest of them. */
  readonly message: string | null;
}

/** Served by the index `media_failed`, which holds only what failed. */
export async function listFailures(db: Database): Promise<FailureGroup[]> {
  const { rows } = await db.raw<{ rows: FailureGroup[] }>(`
    select groups.code, groups.count, groups."latestAt", latest.failure_message as message
    from (
      select failure_code as code, count(*) as count, max(updated_at) as "latestAt"
      from media where state = 'failed' and failure_code is not null
      group by failure_code
    ) groups
    cross join lateral (
      select failure_message from media
      where state = 'failed' and failure_code = groups.code
      order by updated_at desc limit 1
    ) latest
    order by groups.count desc, groups.code`);
  return rows;
}

/** The longest failed first, of those that failed before `before`: what fails again meanwhile is not among them. */
export async function listFailedMedia(
  db: Database,
  options: { code: string; before: Date; limit: number },
): Promise<{ id: string; owner_id: string }[]> {
  return db("media")
    .where({ state: "failed", failure_code: options.code })
    .where("updated_at", "<", options.before)
    .orderBy("updated_at")
    .limit(options.limit)
    .select("id", "owner_id");
}
