import type { Database, Knex } from "../../open-database.ts";
import type { StorageSummaryRow } from "../../rows.ts";

/** How much is stored, by what it is; as it was when it was last summed. */
export async function readStorageSummary(db: Database): Promise<StorageSummaryRow[]> {
  return db("storage_summary").orderBy(["area", "kind"]);
}

/**
 * Sums what is stored, over all rows: seconds at a million media, so it is done now and then and kept.
 * @returns false where the sum is younger than `maxAgeMs`
 */
export async function summarizeStorage(db: Knex, maxAgeMs: number): Promise<boolean> {
  const fresh = await db("storage_summary").whereRaw("summed_at > now() - ? * interval '1 millisecond'", [maxAgeMs]).first("area");
  if (fresh) return false;
  await db.transaction(async (trx) => {
    await trx("storage_summary").delete();
    await trx.raw(`
      insert into storage_summary (area, kind, objects, size_bytes)
      select 'originals', kind, count(*), coalesce(sum(size_bytes), 0) from media
      where kind is not null and state not in ('receiving', 'deleted') group by kind
      union all
      select 'renditions', kind, sum(objects), sum(size_bytes) from (
        select role as kind, count(*) as objects, coalesce(sum(size_bytes), 0) as size_bytes from rendition group by role
        union all
        select case rendition when 'audio' then 'audio' else 'video' end, count(*), coalesce(sum(size_bytes), 0) from segment group by 1
      ) parts group by kind`);
  });
  return true;
}
