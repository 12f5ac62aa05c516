import type { Knex } from "@mediashare/core";
import { contentTypes, planImage } from "@mediashare/worker";
import { waitFor } from "./wait-for.ts";

/** The owners of a seeded database: each has as many media, and an album of the first thousand of them. */
export const seededOwner = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
export const seededAlbum = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** A word that every seeded caption has, one that one in 50 has, and one that one of an owner's has. */
export const seededWords = { common: "photo", some: "harbour", rare: "needle" } as const;

/** What the worker makes of a photo of 12 megapixels, or of the poster of a video of that size, in about the sizes that it has. */
const seededOutputs = (["w", "poster-"] as const).map((prefix) =>
  planImage({ width: 4000, height: 3000, frames: 1, orientation: 1 }, { modernFormat: "webp", prefix })
    .renditions.map(({ name, format, width, height }) => ({
      name,
      role: prefix === "w" ? "image" : "poster",
      content_type: contentTypes[format],
      width,
      height,
      size_bytes: Math.round(width * height * 0.12),
    }))
    .sort((a, b) => a.width - b.width || (a.name < b.name ? -1 : 1)),
);
const [seededImages, seededPosters] = seededOutputs.map((outputs) =>
  JSON.stringify(outputs.map(({ name, content_type, width, height, size_bytes }) => [name, content_type, width, height, size_bytes])),
);

/** In a transaction: ids that look as random as ours, and are UUIDs. */
const seededId = `create or replace function pg_temp.seeded_id(name text) returns uuid language sql immutable as
  $$ select overlay(overlay(md5(name) placing '7' from 13) placing '8' from 17)::uuid $$`;

interface Size {
  readonly owners: number;
  readonly count: number;
}

/**
 * Fills a database with media by SQL: over 20 years, of some cameras, one in five with a place, in as many renditions as a large photo
 * has. The triggers are put off and what they keep is counted afterwards, as a restore does it.
 */
export async function seedMedia(db: Knex, size: Size): Promise<void> {
  const [language] = await db("pg_indexes").where({ indexname: "media_search" }).select("indexdef");
  await db.transaction(async (trx) => {
    await trx.raw("set local session_replication_role = replica");
    await trx.raw("set local maintenance_work_mem = '512MB'");
    await trx.raw(seededId);
    await trx.raw("drop index media_search");
    await trx.raw(
      `insert into media (id, owner_id, state, kind, file_name, caption, content_type, size_bytes, sha256, original_key, width, height,
         progress, thumbhash, favourite, facts, timeline_at, created_at, images)
       select pg_temp.seeded_id('media' || n),
         ('00000000-0000-7000-8000-' || lpad((n % :owners::int)::text, 12, '0'))::uuid,
         'ready', case when n % 20 = 0 then 'video' else 'image' end,
         'IMG_' || lpad((n / :owners::int)::text, 6, '0') || '.JPG',
         'photo of ' || (array['a tree', 'a street', 'friends', 'the sea', 'a table'])[1 + n % 5]
           || case when n / :owners::int % 50 = 7 then ' at the harbour' else '' end || case when n / :owners::int = 11 then ' with a needle' else '' end,
         'image/jpeg', 3000000, sha256(n::text::bytea), 'originals/' || n, 4000, 3000, 1,
         decode('1QcSHQRnh493V4dIh4eXh1h4kJUI', 'base64'), n / :owners::int % 40 = 3,
         jsonb_build_object('camera', jsonb_build_object('make', (array['Canon','Apple','Sony','Nikon'])[1 + n % 4], 'model', 'M' || n % 7))
           || case when n % 5 = 0 then jsonb_build_object('place', jsonb_build_object('latitude', n % 120 - 60, 'longitude', n % 300 - 150)) else '{}' end,
         timestamptz '2006-01-01' + (n / :owners::int) * (interval '20 years' / (:count::int / :owners::int)) + (n % :owners::int) * interval '1 second',
         timestamptz '2026-01-01',
         case when n % 20 = 0 then :posters::json else :images::json end
       from generate_series(0, :count::int - 1) n`,
      { ...size, images: seededImages as string, posters: seededPosters as string },
    );
    await trx.raw("alter table rendition drop constraint rendition_pkey");
    await trx.raw(
      `insert into rendition (media_id, generation, name, role, content_type, key, size_bytes, width, height)
       select id, 1, name, role, made.content_type, folder || name, made.size_bytes, made.width, made.height
       from media cross join lateral (select 'media/' || left(encode(sha256(('delivery ' || id)::bytea), 'hex'), 32) || '/g1/' as folder offset 0) stored
         join jsonb_to_recordset(?::jsonb) made (name text, role text, content_type text, size_bytes bigint, width integer, height integer)
           on (role = 'poster') = (kind = 'video')
       where original_key like 'originals/%'`,
      [JSON.stringify(seededOutputs.flat())],
    );
    await trx.raw("alter table rendition add primary key (media_id, generation, name)");
    await trx.raw(
      `insert into media_month (owner_id, month, items)
       select owner_id, date_trunc('month', day)::date, media_month_items(array_agg(extract(day from day)::integer), array_agg(items))
       from (select owner_id, date_trunc('day', timeline_at at time zone 'UTC') as day, count(*)::integer as items from media where listed group by 1, 2) days
       group by 1, 2`,
    );
    await trx.raw(language?.indexdef as string);
  });
  await vacuum(db, ["media", "rendition", "media_month"]);
}

/** The owners as accounts, and an album for each. */
export async function seedAlbums(db: Knex, size: Size): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw("set local session_replication_role = replica");
    await trx.raw(seededId);
    await trx.raw(
      `insert into account (id, email, name, role)
       select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@people.test', 'Owner ' || n, 'member'
       from generate_series(0, :owners::int - 1) n
       on conflict do nothing`,
      { owners: size.owners },
    );
    await trx.raw(
      `insert into album (id, owner_id, title)
       select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Album ' || n
       from generate_series(0, :owners::int - 1) n`,
      { owners: size.owners },
    );
    await trx.raw(
      `insert into album_item (id, album_id, order_key, kind, media_id, added_by)
       select pg_temp.seeded_id('item' || n), ('00000000-0000-4000-8000-' || lpad((n % :owners::int)::text, 12, '0'))::uuid, 'a' || lpad(n::text, 8, '0'), 'media',
         pg_temp.seeded_id('media' || n), ('00000000-0000-7000-8000-' || lpad((n % :owners::int)::text, 12, '0'))::uuid
       from generate_series(0, least(:count::int, :owners::int * 1000) - 1) n`,
      { ...size },
    );
  });
  await vacuum(db, ["account", "album", "album_item"]);
}

/**
 * Until all pages are known to be visible to everybody, as in a database that has been there for a while: only then does an index answer
 * alone. A snapshot that is held meanwhile, as autovacuum's is, keeps pages from it.
 */
async function vacuum(db: Knex, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const isVisible = async (): Promise<boolean> => {
      await db.raw("vacuum (analyze) ??", [table]);
      const { rows } = await db.raw("select relallvisible >= relpages as visible from pg_class where oid = ?::regclass", [table]);
      return rows[0].visible;
    };
    await waitFor(`all rows of ${table} to be visible`, isVisible, { timeoutMs: 60_000, intervalMs: 500 });
  }
}
