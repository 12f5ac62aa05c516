import type { Knex } from "knex";

const words = `file_name || ' ' || caption || ' ' || coalesce(facts #>> '{camera,make}', '') || ' ' || coalesce(facts #>> '{camera,model}', '')
  || ' ' || coalesce(facts #>> '{camera,lens}', '')`;
const searchIndex =
  "create index media_search on media using gin (owner_id, search_text gin_trgm_ops) where listed and state in ('ready', 'failed')";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What people call the place; '': nothing is near. Null: there is no place, or nobody has looked yet.
    alter table media add column place_name text;
    alter table media
      drop column search_text,
      add column search_text text generated always as (lower(${words} || ' ' || coalesce(place_name, ''))) stored;
    ${searchIndex};
    create index media_unnamed on media (id) where place_name is null and latitude is not null;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index media_unnamed;
    alter table media
      drop column search_text,
      add column search_text text generated always as (lower(${words})) stored;
    alter table media drop column place_name;
    ${searchIndex};
  `);
}
