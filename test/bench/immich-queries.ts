import type { Knex } from "@mediashare/core";

/** Immich's columns that its timeline asks for, and its indexes (server/src/schema, releases 1.13x to 2.x). */
export async function seedImmich(db: Knex): Promise<void> {
  await db.raw(`
    create table asset as select id, owner_id as "ownerId", timeline_at as "localDateTime", null::timestamptz as "deletedAt",
      'timeline' as visibility, favourite as "isFavorite", kind as type, thumbhash, width, height, duration_ms from media`);
  await db.raw(`alter table asset add primary key (id)`);
  await db.raw(`create index on asset ("ownerId")`);
  await db.raw(`create index on asset ((date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC'))`);
  await db.raw("vacuum (analyze) asset");
}

/** How many items each month has. */
export const immichBuckets = `
  with months as (
    select date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC' as month from asset
    where "deletedAt" is null and visibility in ('archive', 'timeline') and "ownerId" = any(array[?]::uuid[])
  )
  select month, count(*) from months group by month order by month desc`;

/** The month of the latest items: Immich loads a month at once. */
export const immichBucket = `
  select id, "ownerId", "isFavorite", type, encode(thumbhash, 'base64'), "localDateTime", width, height, duration_ms from asset
  where "deletedAt" is null and visibility = 'timeline' and "ownerId" = any(array[?]::uuid[])
    and date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC' = timestamptz '2025-12-01 00:00Z'
  order by "localDateTime" desc`;
